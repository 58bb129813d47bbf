package io.vmloom.extent;

import io.vmloom.unit.GuestOffset;

/**
 * A run of guest bytes that was read as zeros because the image is damaged.
 *
 * @param damage of its first unit
 */
public record Loss(GuestOffset start, long lengthBytes, Damage damage) {
    public Loss {
        if (lengthBytes < 1) {
            throw new IllegalArgumentException("a loss must have a length, got: " + lengthBytes + " at " + start);
        }
    }

    public GuestOffset end() {
        return start.plus(lengthBytes);
    }
}
