package io.vmloom.table;

import java.util.Map;

/**
 * What is wanted of a target.
 *
 * @param name how people know it, for messages; the last path element stands in descriptors
 * @param virtualBytes size of the guest's disk
 * @param options {@code -o} options under qemu-img's names; unknown ones are refused
 * @param seed source identity and target URI, from which identifiers are derived so that bytes are reproducible
 */
public record TargetRequest(String name, long virtualBytes, Map<String, String> options, String seed) {
    public TargetRequest {
        options = Map.copyOf(options);
    }
}
