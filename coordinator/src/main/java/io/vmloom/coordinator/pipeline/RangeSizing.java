package io.vmloom.coordinator.pipeline;

import io.vmloom.unit.ByteSize;

/**
 * How large ranges are made. A range's size decides about the target's layout, so it depends on nothing but the image:
 * the same conversion gives the same bytes everywhere.
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

    /** @param likelyBytes about as much data as the image holds */
    long rangeBytes(long likelyBytes);
}
