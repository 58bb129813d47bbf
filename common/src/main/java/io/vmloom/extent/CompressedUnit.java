package io.vmloom.extent;

import io.vmloom.codec.Codec;

/**
 * How a unit is stored compressed.
 *
 * @param decodedBytes the unit's length once expanded
 */
public record CompressedUnit(Codec codec, Framing framing, int decodedBytes) {
    /** What surrounds the compressed bytes at the host offset. */
    public enum Framing {
        /** The stream begins at the host offset. */
        BARE,
        /**
         * Twelve bytes come first, little-endian: the guest sector of the unit as u64, then the stream's length as u32.
         * The sector must agree with the extent's guest offset.
         */
        SECTOR_MARKED
    }

    /** A bound no image may pass: decoders allocate this much. */
    public static final int MAX_DECODED_BYTES = 64 << 20;

    public CompressedUnit {
        if (decodedBytes < 512 || decodedBytes > MAX_DECODED_BYTES) {
            throw new IllegalArgumentException("compressed unit must be 512 bytes to 64 MiB, got: " + decodedBytes);
        }
    }
}
