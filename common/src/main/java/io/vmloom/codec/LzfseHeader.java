package io.vmloom.codec;

import java.nio.ByteBuffer;

/**
 * What a block that is coded by FSE says of itself.
 *
 * @param literalStates four, read in turn
 * @param triples how many literal lengths, repeat lengths and distances
 * @param frequencies of the symbols of all four tables: literal lengths, repeat lengths, distances, literals
 */
record LzfseHeader(
        int literals,
        int literalBytes,
        int literalSpareBits,
        int[] literalStates,
        int triples,
        int tripleBytes,
        int tripleSpareBits,
        int[] tripleStates,
        int[] frequencies) {
    static final int LENGTH_SYMBOLS = 20;
    static final int DISTANCE_SYMBOLS = 64;
    static final int LITERAL_SYMBOLS = 256;
    static final int SYMBOLS = 2 * LENGTH_SYMBOLS + DISTANCE_SYMBOLS + LITERAL_SYMBOLS;

    private static final int KIND_AND_LENGTH_BYTES = 8;
    private static final int PLAIN_BYTES = 772 - KIND_AND_LENGTH_BYTES;
    private static final int PACKED_FIELDS_BYTES = 3 * Long.BYTES;

    /** Each field has a number of its own, which the block's kind {@code bvx1} has. */
    static LzfseHeader withPlainTables(ByteBuffer stream) throws CodecException {
        ByteBuffer in = LzfseDecompressor.take(stream, PLAIN_BYTES);
        in.getInt(); // of the payload, which is the sum of the two below
        int literals = in.getInt();
        int triples = in.getInt();
        int literalBytes = in.getInt();
        int tripleBytes = in.getInt();
        int literalSpareBits = -in.getInt();
        int[] literalStates = u16s(in, 4);
        int tripleSpareBits = -in.getInt();
        return new LzfseHeader(
                literals,
                literalBytes,
                literalSpareBits,
                literalStates,
                triples,
                tripleBytes,
                tripleSpareBits,
                u16s(in, 3),
                u16s(in, SYMBOLS));
    }

    /** Fields are packed into bits, and frequencies into as many as each needs. */
    static LzfseHeader withPackedTables(ByteBuffer stream) throws CodecException {
        ByteBuffer in = LzfseDecompressor.take(stream, PACKED_FIELDS_BYTES);
        long first = in.getLong();
        long second = in.getLong();
        long third = in.getLong();
        int tableBytes = bits(third, 0, 32) - PACKED_FIELDS_BYTES - KIND_AND_LENGTH_BYTES;
        if (tableBytes < 0) {
            throw new CodecException("LZFSE block has a header that is too short", null);
        }
        return new LzfseHeader(
                bits(first, 0, 20),
                bits(first, 20, 20),
                7 - bits(first, 60, 3),
                new int[] {bits(second, 0, 10), bits(second, 10, 10), bits(second, 20, 10), bits(second, 30, 10)},
                bits(first, 40, 20),
                bits(second, 40, 20),
                7 - bits(second, 60, 3),
                new int[] {bits(third, 32, 10), bits(third, 42, 10), bits(third, 52, 10)},
                PackedFrequencies.read(LzfseDecompressor.take(stream, tableBytes), SYMBOLS));
    }

    private static int bits(long packed, int from, int count) {
        return (int) (packed >>> from & (1L << count) - 1);
    }

    private static int[] u16s(ByteBuffer in, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getShort() & 0xffff;
        }
        return values;
    }
}
