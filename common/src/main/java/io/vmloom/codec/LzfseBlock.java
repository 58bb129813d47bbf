package io.vmloom.codec;

import java.nio.ByteBuffer;

/** Expands blocks whose literals and triples (plain bytes, repeated bytes, distance) are coded by FSE. Not thread-safe. */
final class LzfseBlock {
    private static final int LITERAL_WALKS = 4;
    private static final int LENGTH_STATES = 64;
    private static final int DISTANCE_STATES = 256;
    private static final int LITERAL_STATES = 1024;
    private static final int MAX_LITERALS = 40_000;
    private static final int MAX_TRIPLES = 10_000;

    private final FseTable plainLengths = new FseTable(
            LENGTH_STATES, FseTable.Values.consecutive(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 5, 8));
    private final FseTable repeatLengths = new FseTable(
            LENGTH_STATES, FseTable.Values.consecutive(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 5, 8, 11));
    private final FseTable distances = new FseTable(DISTANCE_STATES, FseTable.Values.consecutive(distanceBits()));
    private final FseTable literals = new FseTable(LITERAL_STATES, FseTable.Values.plain(LzfseHeader.LITERAL_SYMBOLS));
    private final byte[] plain = new byte[MAX_LITERALS];

    /** Four symbols of each number of bits from 0 to 15. */
    private static int[] distanceBits() {
        int[] bits = new int[LzfseHeader.DISTANCE_SYMBOLS];
        for (int symbol = 0; symbol < bits.length; symbol++) {
            bits[symbol] = symbol / 4;
        }
        return bits;
    }

    /** Expands the block whose payload follows in the stream. */
    void expand(LzfseHeader header, int expectedBytes, ByteBuffer stream, ExpandedBytes out) throws CodecException {
        requireSane(header, expectedBytes);
        load(header.frequencies());
        readLiterals(header, LzfseDecompressor.take(stream, header.literalBytes()));
        readTriples(header, LzfseDecompressor.take(stream, header.tripleBytes()), out);
    }

    /** Literals and triples that expand to nothing would let a short stream take long. */
    private static void requireSane(LzfseHeader header, int expectedBytes) throws CodecException {
        boolean sane = isBetween(header.literals(), Math.min(MAX_LITERALS, expectedBytes + LITERAL_WALKS - 1L))
                && isBetween(header.triples(), Math.min(MAX_TRIPLES, expectedBytes))
                && header.literalBytes() >= 0
                && header.tripleBytes() >= 0;
        if (!sane) {
            throw new CodecException(
                    "LZFSE block of " + expectedBytes + " bytes has " + header.literals() + " literals and "
                            + header.triples() + " triples",
                    null);
        }
    }

    private static boolean isBetween(int value, long highest) {
        return value >= 0 && value <= highest;
    }

    private void load(int[] frequencies) throws CodecException {
        int at = 0;
        for (FseTable table : new FseTable[] {plainLengths, repeatLengths, distances, literals}) {
            table.load(frequencies, at);
            at += table.symbolCount();
        }
    }

    private void readLiterals(LzfseHeader header, ByteBuffer payload) throws CodecException {
        BackwardBits in = bits(payload, header.literalSpareBits());
        FseTable.Walk[] walks = new FseTable.Walk[LITERAL_WALKS];
        for (int i = 0; i < LITERAL_WALKS; i++) {
            walks[i] = literals.new Walk(header.literalStates()[i]);
        }
        for (int i = 0; i < header.literals(); i++) {
            plain[i] = (byte) walks[i % LITERAL_WALKS].next(in);
        }
    }

    private void readTriples(LzfseHeader header, ByteBuffer payload, ExpandedBytes out) throws CodecException {
        BackwardBits in = bits(payload, header.tripleSpareBits());
        FseTable.Walk plainWalk = plainLengths.new Walk(header.tripleStates()[0]);
        FseTable.Walk repeatWalk = repeatLengths.new Walk(header.tripleStates()[1]);
        FseTable.Walk distanceWalk = distances.new Walk(header.tripleStates()[2]);
        int used = 0;
        int distance = 0;
        for (int i = 0; i < header.triples(); i++) {
            int plainBytes = plainWalk.next(in);
            int repeatBytes = repeatWalk.next(in);
            int newDistance = distanceWalk.next(in);
            distance = newDistance == 0 ? distance : newDistance;
            if (plainBytes > header.literals() - used) {
                throw new CodecException("LZFSE block has fewer literals than its triples need", null);
            }
            out.append(plain, used, plainBytes);
            used += plainBytes;
            out.repeat(distance, repeatBytes);
        }
    }

    private static BackwardBits bits(ByteBuffer payload, int spareBits) throws CodecException {
        return new BackwardBits(payload.array(), payload.arrayOffset(), payload.capacity(), spareBits);
    }
}
