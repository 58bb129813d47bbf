package io.vmloom.format.vdi;

import io.vmloom.error.RequestException;
import io.vmloom.table.TargetRequest;
import java.util.Map;
import java.util.TreeMap;

/** The {@code -o} options of a VDI target, under qemu-img's names and with its defaults. */
record VdiOptions(ImageType type) {
    private static final String STATIC = "static";

    static VdiOptions of(TargetRequest request) {
        for (Map.Entry<String, String> option : new TreeMap<>(request.options()).entrySet()) {
            if (!option.getKey().equals(STATIC)) {
                throw wrong(request, "unknown vdi option '" + option.getKey() + "'; known is " + STATIC);
            }
        }
        return new VdiOptions(type(request, request.options().getOrDefault(STATIC, "off")));
    }

    /** A manifest in YAML 1.1 gives {@code on} as {@code true}. */
    private static ImageType type(TargetRequest request, String value) {
        return switch (value) {
            case "on", "true" -> ImageType.FIXED;
            case "off", "false" -> ImageType.DYNAMIC;
            default -> throw wrong(request, "static must be on or off, got: '" + value + "'");
        };
    }

    private static RequestException wrong(TargetRequest request, String reason) {
        return new RequestException(request.name() + ": " + reason);
    }
}
