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
    private static final Base REMOTE = new Base(Optional.empty());

    private final Base base;
    private final Function<BatchTerms, ItemLists> lists;
    private final Complaints complaints;

    private ManifestReader(Base base, Function<BatchTerms, ItemLists> lists, Complaints complaints) {
        this.base = base;
        this.lists = lists;
        this.complaints = complaints;
    }

    /** Reads a file; relative paths in it are relative to the directory it stands in. */
    public static Manifest read(Path file) {
        return read(file.toString(), bytes(file), directory(file));
    }

    /** The document in a file. */
    public static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > NodeReader.MAX_BYTES) {
                throw new RequestException(file + ": the manifest has " + Files.size(file) + " bytes where "
                        + NodeReader.MAX_BYTES + " are allowed; divide the batch");
            }
            return Files.readAllBytes(file);
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
        return new ManifestReader(local(base), _ -> new FileLists(), new Complaints.First()).manifest(name, document);
    }

    /**
     * Reads a document that came from another host: it may name objects only, for paths would be those of this host, and
     * seeds are files.
     *
     * @param lists for items that it does not write out; may refuse the terms
     */
    public static Manifest readRemote(String name, byte[] document, Function<BatchTerms, ItemLists> lists) {
        return new ManifestReader(REMOTE, lists, new Complaints.First()).manifest(name, document);
    }

    /** All that {@link #read(Path)} has to complain about, in the order of the text; the first thousand. */
    public static List<RequestException> mistakes(Path file) {
        return mistakes(file.toString(), bytes(file), directory(file), new FileLists());
    }

    static List<RequestException> mistakes(String name, byte[] document, Path base, ItemLists lists) {
        return mistakes(name, document, local(base), lists);
    }

    /** All that {@link #readRemote} has to complain about. */
    public static List<RequestException> mistakesRemote(String name, byte[] document, ItemLists lists) {
        return mistakes(name, document, REMOTE, lists);
    }

    private static List<RequestException> mistakes(String name, byte[] document, Base base, ItemLists lists) {
        Complaints.All complaints = new Complaints.All();
        try {
            complaints.about(() -> new ManifestReader(base, _ -> lists, complaints).manifest(name, document));
        } catch (Complaints.Enough e) {
            return complaints.inOrder();
        }
        return complaints.inOrder();
    }

    private static Base local(Path directory) {
        return new Base(Optional.of(directory));
    }

    private static Path directory(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    }

    private Manifest manifest(String name, byte[] document) {
        return manifest(
                new Fields(Manifest.WHOLE, NodeReader.read(name, document), complaints),
                HexFormat.of().formatHex(Sha256.start().digest(document)));
    }

    private Manifest manifest(Fields fields, String bodySha256) {
        Node version = fields.require("apiVersion");
        if (!(version instanceof Node.Scalar(var position, String text)) || !text.equals(Manifest.API_VERSION)) {
            throw version.position().refuse("apiVersion must be " + Manifest.API_VERSION + ", the only one there is");
        }
        String name =
                complaints.about(() -> fields.require("name", Names::checked)).orElse("");
        BatchTerms terms = new TermsReader(fields, base).read(bodySha256);
        boolean dryRun = fields.value("dryRun", Numbers::flag).orElse(false);
        ItemLists allowed = lists.apply(terms);
        Defaults defaults = fields.section("defaults", Defaults::read).orElse(Defaults.NONE);
        ImagePolicy policy = fields.section("policy", PolicyReader::read).orElse(ImagePolicy.DEFAULT);
        List<Seed> seeds = fields.each("seed", this::seed);
        ItemReader reader = new ItemReader(base, policy, defaults);
        List<ManifestItem> items = complaints
                .about(() -> fields.each("items", itemNodes(fields, allowed), reader::read))
                .orElse(List.of());
        fields.end();
        items.forEach(item -> complaints.about(() -> reader.refuseChains(item)));
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
        return new Seed(fields.require("from", text -> Base.file(local, text)), fields.require("to", base::object));
    }
}
