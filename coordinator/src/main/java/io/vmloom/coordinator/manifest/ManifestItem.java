package io.vmloom.coordinator.manifest;

import io.vmloom.cipher.SecretRef;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.RequestException;
import io.vmloom.machine.RuleWords;
import io.vmloom.store.Companion;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One image or machine of a manifest, with the defaults applied.
 *
 * @param snapshot internal snapshot, or empty
 * @param trust the manifest's policy, and the files of the source's chain
 * @param targetKey where the key is that is to open the target
 * @param target of a machine, the directory or prefix of all its files, unless it is a package
 * @param targetFormat of a machine, that of its disks
 * @param properties of the target's objects
 */
public record ManifestItem(
        String name,
        Sources source,
        String sourceFormat,
        String snapshot,
        Trust trust,
        Location target,
        String targetFormat,
        Map<String, String> options,
        Optional<SecretRef> targetKey,
        VerifyLevel verify,
        OverwritePolicy overwrite,
        ObjectProperties properties,
        ItemKind kind) {
    public ManifestItem {
        options = Map.copyOf(options);
    }

    /** The sources and the files it may be completed with. */
    public List<Location> reads() {
        return Stream.concat(
                        source.all().stream(),
                        trust.companions().files().stream().map(Companion::location))
                .toList();
    }

    /** A machine that becomes several targets in the place where this request has its one. */
    public static ManifestItem machine(ConversionRequest pattern, MachineTarget target) {
        if (pattern.overwrite().inPlace()) {
            throw new RequestException(pattern.target()
                    + ": nothing of a machine can be written in place (-n, overwrite: in-place), for its files are made"
                    + " anew; leave that out");
        }
        return new ManifestItem(
                pattern.name(),
                pattern.source(),
                pattern.sourceFormat(),
                pattern.snapshot(),
                pattern.trust(),
                pattern.target(),
                pattern.targetFormat(),
                pattern.options(),
                pattern.targetKey(),
                pattern.verify(),
                pattern.overwrite(),
                pattern.properties(),
                new ItemKind.Machine(target));
    }

    /** Whether its source has to be looked at before it is known what is to be done. */
    boolean isMachine() {
        return switch (kind) {
            case ItemKind.Machine _, ItemKind.Package _ -> true;
            case ItemKind.One _, ItemKind.Packed _ -> false;
        };
    }

    ManifestItem of(ItemKind other) {
        return new ManifestItem(
                name,
                source,
                sourceFormat,
                snapshot,
                trust,
                target,
                targetFormat,
                options,
                targetKey,
                verify,
                overwrite,
                properties,
                other);
    }

    /** How many requests it comes to; throws what {@link #requests} throws. */
    int size() {
        return switch (kind) {
            case ItemKind.One _ -> 1;
            case ItemKind.Packed packed -> packed.disks().size() + 1;
            case ItemKind.Machine _, ItemKind.Package _ -> throw unexpanded();
        };
    }

    /**
     * The same in a batch.
     *
     * @param first number of the first of them among the batch's items
     * @throws IllegalStateException for a machine that was not expanded
     */
    public List<ConversionRequest> requests(String batch, int first) {
        return switch (kind) {
            case ItemKind.One(Making making) ->
                List.of(request(batch + "-" + first).withMaking(making.inBatch(batch)));
            case ItemKind.Packed(RuleWords rules, List<PackageItems.Disk> disks) ->
                PackageItems.of(
                        request(batch + "-" + first),
                        number -> batch + "-" + (first + number),
                        Optional.of(source.all().getFirst()),
                        rules,
                        disks);
            case ItemKind.Machine _, ItemKind.Package _ -> throw unexpanded();
        };
    }

    private IllegalStateException unexpanded() {
        return new IllegalStateException("machine '" + name + "' has to be expanded into its items before");
    }

    private ConversionRequest request(String id) {
        return new ConversionRequest(
                id,
                name,
                source,
                sourceFormat,
                snapshot,
                trust,
                target,
                targetFormat,
                options,
                targetKey,
                verify,
                overwrite,
                properties);
    }
}
