package io.vmloom.codec;

import java.nio.ByteBuffer;

/**
 * Frequencies in a prefix code of 2 to 14 bits, lowest bit first: small ones are short.
 *
 * @see <a href="https://github.com/lzfse/lzfse/blob/master/src/lzfse_decode_base.c">lzfse_decode_base.c, the code's
 *     definition</a>
 */
final class PackedFrequencies {
    private final ByteBuffer in;
    private int cached;
    private int cachedBits;

    private PackedFrequencies(ByteBuffer in) {
        this.in = in;
    }

    /** Reads so many frequencies; none at all are all zero. */
    static int[] read(ByteBuffer in, int count) throws CodecException {
        int[] frequencies = new int[count];
        if (in.hasRemaining()) {
            PackedFrequencies packed = new PackedFrequencies(in);
            for (int i = 0; i < count; i++) {
                frequencies[i] = packed.next();
            }
            if (in.hasRemaining() || packed.cachedBits >= Byte.SIZE) {
                throw new CodecException("LZFSE block has frequencies of no symbol", null);
            }
        }
        return frequencies;
    }

    /** Two bits say 0 or 1, three 2 or 3, five 4 to 7; eight and fourteen have a base and further bits. */
    private int next() throws CodecException {
        while (cachedBits <= Integer.SIZE - Byte.SIZE && in.hasRemaining()) {
            cached |= (in.get() & 0xff) << cachedBits;
            cachedBits += Byte.SIZE;
        }
        return switch (cached & 0b111) {
            case 0b000, 0b010, 0b100, 0b110 -> take(2) >> 1;
            case 0b001, 0b101 -> 2 + (take(3) >> 2);
            case 0b011 -> 4 + (take(5) >> 3);
            default -> (cached & 0b1000) == 0 ? 8 + (take(8) >> 4) : 24 + (take(14) >> 4);
        };
    }

    private int take(int count) throws CodecException {
        if (count > cachedBits) {
            throw new CodecException("LZFSE block ends inside its frequencies", null);
        }
        int bits = cached & (1 << count) - 1;
        cached >>>= count;
        cachedBits -= count;
        return bits;
    }
}
