package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.Numbers;
import io.vmloom.digest.Sha256;
import io.vmloom.error.RequestException;
import io.vmloom.format.ImagePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a manifest, YAML or JSON, and checks all that can be known without looking at an image. Throws
 * {@link RequestException} that names file, line and column.
 */
public final class ManifestReader {
    private final Base base;
    private final Function<BatchTerms, ItemLists> lists;

    private ManifestReader(Base base, Function<BatchTerms, ItemLists> lists) {
        this.base = base;
        this.lists = lists;
    }

    /** Reads a file; relative paths in it are relative to the directory it stands in. */
    public static Manifest read(Path file) {
        try {
            if (Files.size(file) > NodeReader.MAX_BYTES) {
                throw new RequestException(file + ": the manifest has " + Files.size(file) + " bytes where "
                        + NodeReader.MAX_BYTES + " are allowed; divide the batch");
            }
            Path directory =
                    Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
            return read(file.toString(), Files.readAllBytes(file), directory);
        } catch (NoSuchFileException e) {
            throw new RequestException(file + ": there is no such manifest");
        } catch (IOException e) {
            throw new RequestException(file + ": the manifest can not be read (" + e.getMessage() + ")");
        }
    }

    /**
     * Reads a document.
     *
     * @param name as it stands in messages
     * @param base what relative paths are relative to
     */
    public static Manifest read(String name, byte[] document, Path base) {
        return read(name, document, new Base(Optional.of(base)), _ -> new FileLists());
    }

    /**
     * Reads a document that came from another host: it may name objects only, for paths would be those of this host, and
     * seeds are files.
     *
     * @param lists for items that it does not write out; may refuse the terms
     */
    public static Manifest readRemote(String name, byte[] document, Function<BatchTerms, ItemLists> lists) {
        return read(name, document, new Base(Optional.empty()), lists);
    }

    private static Manifest read(String name, byte[] document, Base base, Function<BatchTerms, ItemLists> lists) {
        return new ManifestReader(base, lists)
                .manifest(
                        new Fields(Manifest.WHOLE, NodeReader.read(name, document)),
                        HexFormat.of().formatHex(Sha256.start().digest(document)));
    }

    private Manifest manifest(Fields fields, String bodySha256) {
        Node version = fields.require("apiVersion");
        if (!(version instanceof Node.Scalar(var position, String text)) || !text.equals(Manifest.API_VERSION)) {
            throw version.position().refuse("apiVersion must be " + Manifest.API_VERSION + ", the only one there is");
        }
        fields.require("name");
        String name = fields.value("name", Names::checked).orElseThrow();
        BatchTerms terms = new TermsReader(fields, base).read(bodySha256);
        boolean dryRun = fields.value("dryRun", Numbers::flag).orElse(false);
        ItemLists allowed = lists.apply(terms);
        Defaults defaults = fields.fields("defaults").map(Defaults::read).orElse(Defaults.NONE);
        ImagePolicy policy = fields.fields("policy").map(PolicyReader::read).orElse(ImagePolicy.DEFAULT);
        List<Seed> seeds = fields.each("seed", this::seed);
        ItemReader reader = new ItemReader(base, policy, defaults);
        List<ManifestItem> items = fields.each("items", itemNodes(fields, allowed), reader::read);
        fields.end();
        items.forEach(reader::refuseChains);
        return new Manifest(name, terms, dryRun, seeds, items);
    }

    /** They stand in the manifest, or where it says. */
    private List<Node> itemNodes(Fields fields, ItemLists allowed) {
        List<Node> nodes = fields.require("items") instanceof Node.Mapping
                ? new ReferredItems(fields.fields("items").orElseThrow(), allowed, base::location).nodes()
                : fields.sequence("items");
        if (nodes.isEmpty() || nodes.size() > ReferredItems.MAX_ITEMS) {
            throw fields.position("items")
                    .refuse("items must list 1 to " + ReferredItems.MAX_ITEMS + " images, got: " + nodes.size());
        }
        return nodes;
    }

    private Seed seed(Fields fields) {
        Path local = base.directory()
                .orElseThrow(() -> fields.position()
                        .refuse(
                                "seeds are files of this host, which nobody may name from elsewhere; put them into the store"
                                        + " before, or use 'vmloom run'"));
        fields.require("from");
        fields.require("to");
        return new Seed(
                fields.value("from", text -> local.resolve(text).normalize()).orElseThrow(),
                fields.value("to", base::object).orElseThrow());
    }
}
