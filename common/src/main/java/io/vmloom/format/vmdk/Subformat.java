package io.vmloom.format.vmdk;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kinds of VMDK that are written, under the names that descriptors and qemu-img have for them. */
enum Subformat {
    MONOLITHIC_SPARSE("monolithicSparse"),
    STREAM_OPTIMIZED("streamOptimized"),
    MONOLITHIC_FLAT("monolithicFlat"),
    TWO_GB_MAX_EXTENT_SPARSE("twoGbMaxExtentSparse"),
    TWO_GB_MAX_EXTENT_FLAT("twoGbMaxExtentFlat"),

    /** As ESXi runs them; qemu-img reads it only. */
    VMFS("vmfs");

    private final String wireName;

    Subformat(String wireName) {
        this.wireName = wireName;
    }

    static String names() {
        return Arrays.stream(values()).map(Subformat::wireName).collect(Collectors.joining(", "));
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
