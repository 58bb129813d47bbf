package io.vmloom.table;

/** A format that can be written. */
public interface TargetFormat {
    /**
     * Checks options and limits and decides everything that does not depend on the data. Throws
     * {@link io.vmloom.error.RequestException} for a wrong option, {@link io.vmloom.error.TargetException} for a disk the
     * format can not hold.
     */
    TargetDesign design(TargetRequest request);
}
