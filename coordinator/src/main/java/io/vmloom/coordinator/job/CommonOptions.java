package io.vmloom.coordinator.job;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The {@code -o} options that are no format's own. */
public final class CommonOptions {
    private static final Set<String> NAMES = Set.of(DiskSize.SIZE, DiskSize.ALIGN, LocalWriting.SPARSE_SIZE);

    private CommonOptions() {}

    /** The options that are left for the format. */
    public static Map<String, String> others(Map<String, String> options) {
        return options.entrySet().stream()
                .filter(option -> !NAMES.contains(option.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
