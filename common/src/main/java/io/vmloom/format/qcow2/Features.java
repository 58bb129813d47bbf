package io.vmloom.format.qcow2;

import java.util.List;

/** Bits of the header's incompatible features, and the names that qemu gives to all features. */
final class Features {
    static final long DIRTY = 1L;
    static final long CORRUPT = 1L << 1;
    static final long EXTERNAL_DATA = 1L << 2;
    static final long COMPRESSION_TYPE = 1L << 3;
    static final long EXTENDED_L2 = 1L << 4;
    static final long KNOWN = DIRTY | CORRUPT | EXTERNAL_DATA | COMPRESSION_TYPE | EXTENDED_L2;

    /** A compatible feature. */
    static final long LAZY_REFCOUNTS = 1L;

    /** An autoclear feature. */
    static final long BITMAPS = 1L;

    static final int INCOMPATIBLE = 0;
    static final int COMPATIBLE = 1;
    static final int AUTOCLEAR = 2;

    /** An entry of the feature name table: which bit field, which bit, what it is called. */
    record Name(int field, int bit, String text) {}

    static final List<Name> NAMES = List.of(
            new Name(INCOMPATIBLE, 0, "dirty bit"),
            new Name(INCOMPATIBLE, 1, "corrupt bit"),
            new Name(INCOMPATIBLE, 2, "external data file"),
            new Name(INCOMPATIBLE, 3, "compression type"),
            new Name(INCOMPATIBLE, 4, "extended L2 entries"),
            new Name(COMPATIBLE, 0, "lazy refcounts"),
            new Name(AUTOCLEAR, 0, "bitmaps"),
            new Name(AUTOCLEAR, 1, "raw external data"));

    private Features() {}
}
