package io.vmloom.format.vhd;

import io.vmloom.digest.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What tells one disk from another, derived from the target's seed so that bytes are reproducible.
 *
 * @param timestamp no date, but a number that stands in its place: programs compare it to see whether a parent changed
 */
record SeededId(UUID id, int timestamp) {
    /** Seconds from 2000 on; up to 2016, so that nothing takes it for a date in the future. */
    private static final int TIMESTAMP_MASK = 0x1fff_ffff;

    static SeededId of(String seed) {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of("vhd\n" + seed));
        // Version 8 of RFC 9562: made in a way of one's own.
        long high = hash.getLong() & ~0xf000L | 0x8000L;
        long low = hash.getLong() & ~(0b11L << 62) | 0b10L << 62;
        return new SeededId(new UUID(high, low), hash.getInt() & TIMESTAMP_MASK);
    }
}
