package io.vmloom.appliance;

/** How much of a package is read to compare it with its manifest. */
public enum CheckDepth {
    /** Descriptors and whatever else costs nothing. */
    SMALL_FILES,
    ALL_FILES
}
