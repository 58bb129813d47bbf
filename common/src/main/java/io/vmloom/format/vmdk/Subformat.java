package io.vmloom.format.vmdk;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of VMDK that are one file, under the names that descriptors and qemu-img have for them. */
enum Subformat {
    MONOLITHIC_SPARSE("monolithicSparse"),
    STREAM_OPTIMIZED("streamOptimized");

    private final String wireName;

    Subformat(String wireName) {
        this.wireName = wireName;
    }

    static Optional<Subformat> of(String name) {
        return Arrays.stream(values())
                .filter(subformat -> subformat.wireName.equals(name))
                .findFirst();
    }

    String wireName() {
        return wireName;
    }
}
