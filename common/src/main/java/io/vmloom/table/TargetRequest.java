package io.vmloom.table;

import io.vmloom.cipher.Secret;
import io.vmloom.extent.DirtyBitmap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is wanted of a target.
 *
 * @param name how people know it, for messages; the last path element stands in descriptors
 * @param virtualBytes size of the guest's disk
 * @param options {@code -o} options under qemu-img's names; unknown ones are refused
 * @param seed source identity and target URI, from which identifiers are derived so that bytes are reproducible
 * @param key that is to open the target; empty also where options are only tried
 * @param bitmaps those of the source, for options that ask for them; empty when it can not have any
 */
public record TargetRequest(
        String name,
        long virtualBytes,
        Map<String, String> options,
        String seed,
        Optional<Secret> key,
        Supplier<Optional<List<DirtyBitmap>>> bitmaps) {
    public TargetRequest {
        options = Map.copyOf(options);
    }

    /** Without a key, for a source without bitmaps. */
    public TargetRequest(String name, long virtualBytes, Map<String, String> options, String seed) {
        this(name, virtualBytes, options, seed, Optional.empty(), () -> Optional.of(List.of()));
    }

    public TargetRequest withKey(Secret secret) {
        return new TargetRequest(name, virtualBytes, options, seed, Optional.of(secret), bitmaps);
    }

    /** The same with other options. */
    public TargetRequest withOptions(Map<String, String> others) {
        return new TargetRequest(name, virtualBytes, others, seed, key, bitmaps);
    }
}
