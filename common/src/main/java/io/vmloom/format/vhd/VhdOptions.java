package io.vmloom.format.vhd;

import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetRequest;
import java.util.Set;

/**
 * The {@code -o} options of a VHD target, under qemu-img's names.
 *
 * @param exactSize whether the disk keeps its size, instead of growing to one that a geometry has
 */
record VhdOptions(boolean fixed, boolean exactSize) {
    private static final String SUBFORMAT = "subformat";
    private static final String FORCE_SIZE = "force_size";

    static VhdOptions of(TargetRequest request) {
        TargetOptions options = new TargetOptions(request, VhdFormat.NAME).requireKnown(Set.of(SUBFORMAT, FORCE_SIZE));
        return new VhdOptions(
                isFixed(options, request.options().getOrDefault(SUBFORMAT, "dynamic")), options.isOn(FORCE_SIZE, true));
    }

    private static boolean isFixed(TargetOptions options, String value) {
        return switch (value) {
            case "fixed" -> true;
            case "dynamic" -> false;
            default -> throw options.wrong(SUBFORMAT + " must be dynamic or fixed, got: '" + value + "'");
        };
    }
}
