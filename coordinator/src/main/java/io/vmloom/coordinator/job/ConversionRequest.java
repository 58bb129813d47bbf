package io.vmloom.coordinator.job;

import io.vmloom.cipher.SecretRef;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import java.util.Map;
import java.util.Optional;

/**
 * One disk to be converted, or a machine to be made of such disks.
 *
 * @param id unique among all batches, fit for a task id
 * @param name as people call it
 * @param source of each image the same is demanded and allowed
 * @param sourceFormat a format's name, or {@code auto}
 * @param snapshot internal snapshot, or empty
 * @param trust what the source is allowed
 * @param options {@code -o} options of the target format
 * @param targetKey where the key is that is to open the target
 * @param properties of the target's objects
 * @param making what the target is
 */
public record ConversionRequest(
        String id,
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
        Making making) {
    public static final String AUTO = "auto";

    /** Of a disk. */
    public ConversionRequest(
            String id,
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
        this(
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
                properties,
                Making.DISK);
    }

    /** To a target that is as its bucket makes it. */
    public ConversionRequest(
            String id,
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
            OverwritePolicy overwrite) {
        this(
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
                ObjectProperties.NONE);
    }

    /** Of one image, to a target that is not encrypted. */
    public ConversionRequest(
            String id,
            String name,
            Location source,
            String sourceFormat,
            String snapshot,
            Trust trust,
            Location target,
            String targetFormat,
            Map<String, String> options,
            VerifyLevel verify,
            OverwritePolicy overwrite) {
        this(
                id,
                name,
                Sources.of(source),
                sourceFormat,
                snapshot,
                trust,
                target,
                targetFormat,
                options,
                Optional.empty(),
                verify,
                overwrite);
    }

    /** Of a source that is one file, within the usual caps. */
    public ConversionRequest(
            String id,
            String name,
            Location source,
            String sourceFormat,
            String snapshot,
            Location target,
            String targetFormat,
            Map<String, String> options,
            VerifyLevel verify,
            OverwritePolicy overwrite) {
        this(id, name, source, sourceFormat, snapshot, Trust.DEFAULT, target, targetFormat, options, verify, overwrite);
    }

    /** The same with a key for the target. */
    public ConversionRequest withTargetKey(Optional<SecretRef> key) {
        return with(key, verify, making);
    }

    /** The same, verified as far as this. */
    public ConversionRequest withVerify(VerifyLevel level) {
        return with(targetKey, level, making);
    }

    /** The same for something else. */
    public ConversionRequest withMaking(Making what) {
        return with(targetKey, verify, what);
    }

    private ConversionRequest with(Optional<SecretRef> key, VerifyLevel level, Making what) {
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
                key,
                level,
                overwrite,
                properties,
                what);
    }

    public ConversionRequest {
        options = Map.copyOf(options);
    }
}
