package io.vmloom.format.vhd;

import io.vmloom.error.RequestException;
import io.vmloom.table.TargetRequest;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code -o} options of a VHD target, under qemu-img's names.
 *
 * @param exactSize whether the disk keeps its size, instead of growing to one that a geometry has
 */
record VhdOptions(boolean fixed, boolean exactSize) {
    private static final String SUBFORMAT = "subformat";
    private static final String FORCE_SIZE = "force_size";

    static VhdOptions of(TargetRequest request) {
        boolean fixed = false;
        boolean exactSize = true;
        for (Map.Entry<String, String> option : new TreeMap<>(request.options()).entrySet()) {
            switch (option.getKey()) {
                case SUBFORMAT -> fixed = isFixed(request, option.getValue());
                case FORCE_SIZE -> exactSize = isOn(request, option.getValue());
                default ->
                    throw wrong(
                            request,
                            "unknown vpc option '" + option.getKey() + "'; known are " + FORCE_SIZE + ", " + SUBFORMAT);
            }
        }
        return new VhdOptions(fixed, exactSize);
    }

    private static boolean isFixed(TargetRequest request, String value) {
        return switch (value) {
            case "fixed" -> true;
            case "dynamic" -> false;
            default -> throw wrong(request, SUBFORMAT + " must be dynamic or fixed, got: '" + value + "'");
        };
    }

    /** A manifest in YAML 1.1 gives {@code on} as {@code true}. */
    private static boolean isOn(TargetRequest request, String value) {
        return switch (value) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw wrong(request, FORCE_SIZE + " must be on or off, got: '" + value + "'");
        };
    }

    private static RequestException wrong(TargetRequest request, String reason) {
        return new RequestException(request.name() + ": " + reason);
    }
}
