package io.vmloom.coordinator.manifest;

import io.vmloom.cipher.SecretRef;
import io.vmloom.coordinator.job.CommonOptions;
import io.vmloom.coordinator.job.DiskSize;
import io.vmloom.coordinator.job.LocalWriting;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.TargetKeys;
import io.vmloom.coordinator.job.TargetNames;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.format.Formats;
import io.vmloom.format.ImagePolicy;
import io.vmloom.store.Companion;
import io.vmloom.store.Companions;
import io.vmloom.store.Location;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a manifest, YAML or JSON, and checks all that can be known without looking at an image. Throws
 * {@link RequestException} that names file, line and column.
 */
public final class ManifestReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** A disk that every target format can hold, to try options on. */
    private static final long TRIAL_DISK_BYTES = 64 * ByteSize.MIB;

    private final Optional<Path> base;
    private final ItemLists lists;
    private final Map<String, Position> names = new HashMap<>();
    private final Map<Location, Position> targets = new HashMap<>();
    private ImagePolicy policy = ImagePolicy.DEFAULT;

    private ManifestReader(Optional<Path> base, ItemLists lists) {
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
        return read(name, document, Optional.of(base), new FileLists());
    }

    /**
     * Reads a document that came from another host: it may name objects only, for paths would be those of this host, and
     * seeds are files.
     *
     * @param lists for items that it does not write out
     */
    public static Manifest readRemote(String name, byte[] document, ItemLists lists) {
        return read(name, document, Optional.empty(), lists);
    }

    private static Manifest read(String name, byte[] document, Optional<Path> base, ItemLists lists) {
        return new ManifestReader(base, lists).manifest(new Fields(Manifest.WHOLE, NodeReader.read(name, document)));
    }

    private Manifest manifest(Fields fields) {
        Node version = fields.require("apiVersion");
        if (!(version instanceof Node.Scalar(var position, String text)) || !text.equals(Manifest.API_VERSION)) {
            throw version.position().refuse("apiVersion must be " + Manifest.API_VERSION + ", the only one there is");
        }
        fields.require("name");
        String name = fields.value("name", ManifestReader::checkedName).orElseThrow();
        Defaults defaults = fields.fields("defaults").map(Defaults::read).orElse(Defaults.NONE);
        policy = fields.fields("policy").map(PolicyReader::read).orElse(ImagePolicy.DEFAULT);
        List<Seed> seeds = numbered(fields, "seed", this::seed);
        List<ManifestItem> items = numbered(itemNodes(fields), "items", item -> item(item, defaults));
        fields.end();
        items.forEach(this::refuseChains);
        return new Manifest(name, seeds, items);
    }

    /** They stand in the manifest, or where it says. */
    private List<Node> itemNodes(Fields fields) {
        List<Node> nodes = fields.require("items") instanceof Node.Mapping
                ? new ReferredItems(fields.fields("items").orElseThrow(), lists, this::location).nodes()
                : fields.sequence("items");
        if (nodes.isEmpty() || nodes.size() > ReferredItems.MAX_ITEMS) {
            throw fields.position("items")
                    .refuse("items must list 1 to " + ReferredItems.MAX_ITEMS + " images, got: " + nodes.size());
        }
        return nodes;
    }

    private static <T> List<T> numbered(Fields fields, String key, Function<Fields, T> meaning) {
        return numbered(fields.sequence(key), key, meaning);
    }

    private static <T> List<T> numbered(List<Node> nodes, String key, Function<Fields, T> meaning) {
        List<T> read = new ArrayList<>();
        for (Node node : nodes) {
            Fields inner = new Fields(key + "[" + read.size() + "]", node);
            read.add(meaning.apply(inner));
            inner.end();
        }
        return read;
    }

    private Seed seed(Fields fields) {
        Path local = base.orElseThrow(() -> fields.position()
                .refuse("seeds are files of this host, which nobody may name from elsewhere; put them into the store"
                        + " before, or use 'vmloom run'"));
        fields.require("from");
        fields.require("to");
        return new Seed(
                fields.value("from", text -> local.resolve(text).normalize()).orElseThrow(),
                fields.value("to", text -> inBucket(location(text))).orElseThrow());
    }

    private ManifestItem item(Fields item, Defaults defaults) {
        Fields source = new Fields(item.inside("source"), item.require("source"));
        Fields output = new Fields(item.inside("output"), item.require("output"));
        output.require("uri");
        Sources from = sources(source);
        Location to = output.value("uri", this::location).orElseThrow();
        String name = item.value("name", ManifestReader::checkedName).orElseGet(() -> nameOf(to, item));
        String format = ManifestValues.targetFormat(output)
                .or(() -> defaults.targetFormat())
                .orElseGet(() -> byName(to, output));
        ManifestItem read = new ManifestItem(
                name,
                from,
                ManifestValues.sourceFormat(source).orElse(defaults.sourceFormat()),
                source.value("snapshot", snapshot -> snapshotOf(from, snapshot)).orElse(""),
                trust(source),
                to,
                format,
                output.texts("options").orElseGet(() -> defaults.optionsFor(format)),
                output.fields("key").map(key -> KeyReader.read(key, base)),
                ManifestValues.verify(item).orElse(defaults.verify()),
                ManifestValues.overwrite(item).orElse(defaults.overwrite()));
        source.end();
        output.end();
        tryOptions(read, output);
        refuseSecond(names, name, item.position("name"), "name '" + name + "'");
        refuseSecond(targets, to, output.position("uri"), "target " + to);
        return read;
    }

    private Sources sources(Fields source) {
        List<Location> several = source.values("uris", this::location);
        if (several.isEmpty()) {
            source.require("uri");
            return Sources.of(source.value("uri", this::location).orElseThrow());
        }
        source.take("uri").ifPresent(uri -> {
            throw uri.position()
                    .refuse(source.inside("uri") + " and " + source.inside("uris")
                            + " can not stand together; list all images as uris");
        });
        return new Sources(several);
    }

    private static String snapshotOf(Sources sources, String snapshot) {
        sources.requireOneFor(snapshot);
        return snapshot;
    }

    private Trust trust(Fields source) {
        Map<Location, SecretRef> keys = new HashMap<>();
        List<Companion> chain = numbered(source, "chain", file -> companion(file, keys));
        return new Trust(
                new Companions(chain, Companions.Others.REFUSED),
                policy,
                ManifestValues.unpack(source),
                source.fields("key").map(key -> KeyReader.read(key, base)),
                keys,
                ManifestValues.salvage(source));
    }

    private Companion companion(Fields file, Map<Location, SecretRef> keys) {
        file.require("uri");
        Companion plain =
                file.value("uri", text -> Companion.of(location(text))).orElseThrow();
        file.fields("key").ifPresent(key -> keys.put(plain.location(), KeyReader.read(key, base)));
        return new Companion(
                plain.location(),
                file.text("as").orElse(plain.name()),
                ManifestValues.sourceFormat(file).orElse(plain.format()));
    }

    private Location location(String text) {
        if (base.isEmpty() && !text.startsWith("s3://")) {
            throw new RequestException("'" + text + "' would be a file of the coordinator's host, which nobody may name"
                    + " from elsewhere; use s3://bucket/key, or 'vmloom run' for local files");
        }
        return Location.parse(text, base.orElse(Path.of("/")));
    }

    private static Location.InBucket inBucket(Location location) {
        if (location instanceof Location.InBucket object) {
            return object;
        }
        throw new RequestException("must be s3://bucket/key, got: " + location);
    }

    private static String checkedName(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new RequestException(
                    "must be letters, digits, dots, dashes and underscores, 100 at most, got: '" + text + "'");
        }
        return text;
    }

    private static String nameOf(Location target, Fields item) {
        String text = target.toString();
        String last = text.substring(text.lastIndexOf('/') + 1);
        if (!NAME.matcher(last).matches()) {
            throw item.position().refuse("give the item a name: '" + last + "' can not serve as one");
        }
        return last;
    }

    private static String byName(Location target, Fields output) {
        try {
            return TargetNames.formatOf(target.toString());
        } catch (RequestException e) {
            throw output.position("uri").refuse("the name '" + target + "' tells no format; say it as output.format");
        }
    }

    private static void tryOptions(ManifestItem item, Fields output) {
        String target = item.target().toString();
        try {
            DiskSize.of(target, item.options());
            LocalWriting.require(item.target(), item.targetFormat(), item.options(), item.overwrite());
            TargetDesign design = Formats.writable(item.targetFormat())
                    .target()
                    .orElseThrow()
                    .design(new TargetRequest(target, TRIAL_DISK_BYTES, CommonOptions.others(item.options()), ""));
            TargetKeys.require(target, design, item.targetKey().isPresent());
        } catch (RequestException e) {
            throw output.position("options").refuse(output.inside("options") + ": " + e.getMessage());
        } catch (TargetException e) {
            return; // decided by the disk's real size, which is not known yet
        }
    }

    private static <K> void refuseSecond(Map<K, Position> seen, K key, Position position, String what) {
        Position first = seen.putIfAbsent(key, position);
        if (first != null) {
            throw position.refuse(what + " stands in line " + first.line() + " already");
        }
    }

    /** Items run side by side, so none may read what another one writes. */
    private void refuseChains(ManifestItem item) {
        for (Location read : item.reads()) {
            Position writer = targets.get(read);
            if (writer != null) {
                throw writer.refuse("'" + item.name() + "' reads " + read
                        + ", which this batch writes; items run side by side, so make it a batch of its own");
            }
        }
    }
}
