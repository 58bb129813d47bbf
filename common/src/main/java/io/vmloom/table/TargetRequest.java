package io.vmloom.table;

import io.vmloom.cipher.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * What is wanted of a target.
 *
 * @param name how people know it, for messages; the last path element stands in descriptors
 * @param virtualBytes size of the guest's disk
 * @param options {@code -o} options under qemu-img's names; unknown ones are refused
 * @param seed source identity and target URI, from which identifiers are derived so that bytes are reproducible
 * @param key that is to open the target; empty also where options are only tried
 */
public record TargetRequest(
        String name, long virtualBytes, Map<String, String> options, String seed, Optional<Secret> key) {
    public TargetRequest {
        options = Map.copyOf(options);
    }

    /** Without a key. */
    public TargetRequest(String name, long virtualBytes, Map<String, String> options, String seed) {
        this(name, virtualBytes, options, seed, Optional.empty());
    }
}
