package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.store.Location;
import java.util.Map;

/**
 * One image of a manifest, with the defaults applied.
 *
 * @param snapshot internal snapshot, or empty
 */
public record ManifestItem(
        String name,
        Location source,
        String sourceFormat,
        String snapshot,
        Location target,
        String targetFormat,
        Map<String, String> options,
        VerifyLevel verify,
        OverwritePolicy overwrite) {
    public ManifestItem {
        options = Map.copyOf(options);
    }

    ConversionRequest request(String id) {
        return new ConversionRequest(
                id, name, source, sourceFormat, snapshot, target, targetFormat, options, verify, overwrite);
    }
}
