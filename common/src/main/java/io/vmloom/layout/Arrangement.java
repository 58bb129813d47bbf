package io.vmloom.layout;

/** What a target format demands of the order of its fragments. */
public enum Arrangement {
    /** Every guest byte lies at its own offset behind the front; a fragment per range, none empty. */
    IDENTITY,
    /** Fragments may stand in any order and padding between them is harmless. */
    FREE,
    /** Fragments stand in range order with nothing between them. */
    ORDERED
}
