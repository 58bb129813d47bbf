package io.vmloom.fragment;

/** How units lie inside a fragment, which decides their offsets from their lengths alone. */
public enum Packing {
    /** Every guest byte at its own offset. */
    IDENTITY,
    /** Plain units first, each a whole unit; compressed ones follow without alignment. */
    PACKED,
    /** In guest order, each with 12 bytes in front and padded to 512 bytes. */
    MARKED
}
