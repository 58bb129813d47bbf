package io.vmloom.coordinator.manifest;

import io.vmloom.cipher.SecretRef;
import io.vmloom.coordinator.job.CommonOptions;
import io.vmloom.coordinator.job.DiskSize;
import io.vmloom.coordinator.job.LocalWriting;
import io.vmloom.coordinator.job.PackageItems;
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
import io.vmloom.store.ObjectProperties;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.ByteSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the items of one manifest, and sees to it that none gets in another's way. */
final class ItemReader {
    /** A disk that every target format can hold, to try options on. */
    private static final long TRIAL_DISK_BYTES = 64 * ByteSize.MIB;

    private final Base base;
    private final ImagePolicy policy;
    private final Defaults defaults;
    private final Map<String, Position> names = new HashMap<>();
    private final Map<Location, Position> targets = new HashMap<>();

    ItemReader(Base base, ImagePolicy policy, Defaults defaults) {
        this.base = base;
        this.policy = policy;
        this.defaults = defaults;
    }

    ManifestItem read(Fields item) {
        Fields source = item.requireFields("source");
        Fields output = item.requireFields("output");
        ItemKind kind = MachineReader.kind(item, source, output);
        Sources from = sources(source);
        Location to = output.require("uri", base::location);
        String name = item.value("name", Names::checked).orElseGet(() -> nameOf(to, item));
        String format = targetFormat(kind, to, output);
        ManifestItem read = new ManifestItem(
                name,
                from,
                ManifestValues.sourceFormat(source).orElse(defaults.sourceFormat()),
                source.value("snapshot", snapshot -> snapshotOf(from, snapshot)).orElse(""),
                trust(source),
                to,
                format,
                output.texts("options").orElseGet(() -> defaults.optionsFor(format)),
                output.section("key", key -> KeyReader.read(key, base.directory())),
                ManifestValues.verify(item).orElse(defaults.verify()),
                ManifestValues.overwrite(item).orElse(defaults.overwrite()),
                properties(to, output),
                kind);
        source.end();
        output.end();
        if (read.isMachine() && read.overwrite().inPlace()) {
            throw item.position("overwrite")
                    .refuse(item.inside("overwrite")
                            + ": nothing of a machine can be written in place, for its files are made anew");
        }
        tryOptions(read, output);
        refuseSecond(names, name, item.position("name"), "name '" + name + "'");
        refuseSecond(targets, to, output.position("uri"), "target " + to);
        return read;
    }

    private ObjectProperties properties(Location target, Fields output) {
        Optional<ObjectProperties> own = output.section("object", ObjectReader::read);
        return switch (target) {
            case Location.InBucket _ -> own.orElse(defaults.properties());
            case Location.OnDisk file -> {
                own.ifPresent(_ -> {
                    throw output.position("object")
                            .refuse(output.inside("object") + " is for objects, and " + file + " is a file");
                });
                yield ObjectProperties.NONE;
            }
        };
    }

    private Sources sources(Fields source) {
        if (source.sequence("uris").isEmpty()) {
            return new Sources(List.of(source.require("uri", base::location)), source.text("member"));
        }
        source.take("member").ifPresent(member -> {
            throw member.position()
                    .refuse(source.inside("member") + " is of one archive, and can not stand with "
                            + source.inside("uris"));
        });
        source.take("uri").ifPresent(uri -> {
            throw uri.position()
                    .refuse(source.inside("uri") + " and " + source.inside("uris")
                            + " can not stand together; list all images as uris");
        });
        return new Sources(source.values("uris", base::location));
    }

    private static String snapshotOf(Sources sources, String snapshot) {
        sources.requireOneFor(snapshot);
        return snapshot;
    }

    private Trust trust(Fields source) {
        Map<Location, SecretRef> keys = new HashMap<>();
        List<Companion> chain = source.each("chain", file -> companion(file, keys));
        return new Trust(
                new Companions(chain, Companions.Others.REFUSED),
                policy,
                ManifestValues.unpack(source),
                source.section("key", key -> KeyReader.read(key, base.directory())),
                keys,
                ManifestValues.salvage(source));
    }

    private Companion companion(Fields file, Map<Location, SecretRef> keys) {
        Companion plain = file.require("uri", text -> Companion.of(base.location(text)));
        file.section("key", key -> KeyReader.read(key, base.directory()))
                .ifPresent(key -> keys.put(plain.location(), key));
        return new Companion(
                plain.location(),
                file.text("as").orElse(plain.name()),
                ManifestValues.sourceFormat(file).orElse(plain.format()));
    }

    private static String nameOf(Location target, Fields item) {
        String text = target.toString().replaceFirst("/+$", "");
        String last = text.substring(text.lastIndexOf('/') + 1);
        if (!Names.serves(last)) {
            throw item.position().refuse("give the item a name: '" + last + "' can not serve as one");
        }
        return last;
    }

    private String targetFormat(ItemKind kind, Location target, Fields output) {
        Optional<String> said = ManifestValues.targetFormat(output);
        Optional<String> wanted = said.or(defaults::targetFormat);
        return switch (kind) {
            case ItemKind.One _ -> wanted.orElseGet(() -> byName(target, output));
            case ItemKind.Machine(MachineTarget machine) -> wanted.orElseGet(machine::usualFormat);
            case ItemKind.Package _, ItemKind.Packed _ -> {
                said.filter(format -> !format.equals(PackageItems.DISK_FORMAT)).ifPresent(_ -> {
                    throw output.position("format")
                            .refuse(output.inside("format") + ": disks of a package are " + PackageItems.DISK_FORMAT
                                    + "; leave it out");
                });
                yield PackageItems.DISK_FORMAT;
            }
        };
    }

    private static String byName(Location target, Fields output) {
        try {
            return TargetNames.formatOf(target.toString());
        } catch (RequestException e) {
            throw output.position("uri").refuse("the name '" + target + "' tells no format; say it as output.format");
        }
    }

    private static void tryOptions(ManifestItem item, Fields output) {
        Location place = switch (item.kind()) {
            case ItemKind.Machine _ -> item.target().child("disk");
            case ItemKind.One _, ItemKind.Package _, ItemKind.Packed _ -> item.target();
        };
        Map<String, String> options = switch (item.kind()) {
            case ItemKind.Package _, ItemKind.Packed _ -> PackageItems.diskOptions(item.options());
            case ItemKind.One _, ItemKind.Machine _ -> item.options();
        };
        String target = place.toString();
        try {
            DiskSize.of(target, options);
            LocalWriting.require(place, item.targetFormat(), options, item.overwrite());
            TargetDesign design = Formats.writable(item.targetFormat())
                    .target()
                    .orElseThrow()
                    .design(new TargetRequest(target, TRIAL_DISK_BYTES, CommonOptions.others(options), ""));
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
    void refuseChains(ManifestItem item) {
        for (Location read : item.reads()) {
            Position writer = targets.get(read);
            if (writer != null) {
                throw writer.refuse("'" + item.name() + "' reads " + read
                        + ", which this batch writes; items run side by side, so make it a batch of its own");
            }
        }
    }
}
