package io.vmloom.coordinator.pipeline;

import io.vmloom.unit.ByteSize;

/**
 * How large ranges are made. A range's size decides about the target's layout, so it depends on nothing but the source, where it
 * lies, and the target: the same conversion gives the same bytes everywhere.
 */
@FunctionalInterface
public interface RangeSizing {
    /** Grows with the image, so that the parts of one upload suffice for most, and a few ranges fit into a worker. */
    RangeSizing STANDARD = likelyBytes -> {
        if (likelyBytes <= ByteSize.GIB) {
            return 16 * ByteSize.MIB;
        }
        return likelyBytes <= 128 * ByteSize.GIB ? 32 * ByteSize.MIB : 64 * ByteSize.MIB;
    };

    /**
     * Where bytes go from files to another one as they are: what a thread holds of them stays in the processor's cache
     * rather, and there are no requests to save. The number of ranges counts for more where there are very many.
     */
    RangeSizing OF_FILES =
            likelyBytes -> likelyBytes <= 128 * ByteSize.GIB ? 16 * ByteSize.MIB : STANDARD.rangeBytes(likelyBytes);

    /** @param likelyBytes about as much data as the image holds */
    long rangeBytes(long likelyBytes);
}
