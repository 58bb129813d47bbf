package io.vmloom.format.vhdx;

import io.vmloom.digest.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Identifiers derived from the target's seed, so that bytes are reproducible. */
record SeededIds(UUID fileWrite, UUID dataWrite, UUID disk) {
    static SeededIds of(String seed) {
        return new SeededIds(id("file\n" + seed), id("data\n" + seed), id("disk\n" + seed));
    }

    private static UUID id(String text) {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of("vhdx\n" + text));
        // Version 8 of RFC 9562: made in a way of one's own.
        long high = hash.getLong() & ~0xf000L | 0x8000L;
        return new UUID(high, hash.getLong() & ~(0b11L << 62) | 0b10L << 62);
    }
}
