package io.vmloom.testing;

import io.vmloom.table.TargetRequest;
import java.util.HashMap;
import java.util.Map;

/** Requests as short as a line. */
public final class TargetRequests {
    private TargetRequests() {}

    /** With options such as {@code subformat=fixed block_size=1M}; may have none. */
    public static TargetRequest of(String name, long virtualBytes, String options) {
        Map<String, String> map = new HashMap<>();
        for (String option : options.strip().split(" ", -1)) {
            if (!option.isEmpty()) {
                map.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
            }
        }
        return new TargetRequest(name, virtualBytes, map, "seed");
    }
}
