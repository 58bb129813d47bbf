package io.vmloom.coordinator.manifest;

import io.vmloom.cipher.SecretRef;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.store.Companion;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One image of a manifest, with the defaults applied.
 *
 * @param snapshot internal snapshot, or empty
 * @param trust the manifest's policy, and the files of the source's chain
 * @param targetKey where the key is that is to open the target
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
        ObjectProperties properties) {
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

    ConversionRequest request(String id) {
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
