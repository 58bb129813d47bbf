package io.vmloom.format.vdi;

import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetRequest;
import java.util.Set;

/** The {@code -o} options of a VDI target, under qemu-img's names and with its defaults. */
record VdiOptions(ImageType type) {
    private static final String STATIC = "static";

    static VdiOptions of(TargetRequest request) {
        TargetOptions options = new TargetOptions(request, VdiFormat.NAME).requireKnown(Set.of(STATIC));
        return new VdiOptions(options.isOn(STATIC, false) ? ImageType.FIXED : ImageType.DYNAMIC);
    }
}
