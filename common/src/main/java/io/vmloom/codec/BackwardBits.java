package io.vmloom.codec;

/**
 * Bits that are read from the end of a stretch of bytes towards its start, as FSE writes them: bit 0 is the lowest one of
 * the first byte.
 */
final class BackwardBits {
    private static final int MAX_SPARE_BITS = 7;

    private final byte[] source;
    private final int offset;
    private long left;

    /** @param spareBits how many of the last byte's upper bits do not belong to the stream; they are zero */
    BackwardBits(byte[] source, int offset, int length, int spareBits) throws CodecException {
        this.source = source;
        this.offset = offset;
        this.left = length * (long) Byte.SIZE - spareBits;
        boolean sound = spareBits >= 0
                && spareBits <= MAX_SPARE_BITS
                && left >= 0
                && (length == 0 || (source[offset + length - 1] & 0xff) >> Byte.SIZE - spareBits == 0);
        if (!sound) {
            throw new CodecException("LZFSE stream has bits of no meaning at its end", null);
        }
    }

    /** The next bits, at most 24, the first read being the highest. */
    int read(int count) throws CodecException {
        left -= count;
        if (left < 0) {
            throw new CodecException("LZFSE stream has fewer bits than its values need", null);
        }
        int first = offset + (int) (left >>> 3);
        int skip = (int) left & 7;
        int bits = 0;
        for (int i = 0; i * Byte.SIZE < skip + count; i++) {
            bits |= (source[first + i] & 0xff) << i * Byte.SIZE;
        }
        return bits >>> skip & (1 << count) - 1;
    }
}
