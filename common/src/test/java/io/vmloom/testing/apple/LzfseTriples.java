package io.vmloom.testing.apple;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A block's literals and triples, coded; at most 10,000 triples and 40,000 literals. */
final class LzfseTriples {
    /** Bytes that a reader may load ahead of the first bit. */
    private static final int PADDING_BYTES = 8;

    private static final int[] LENGTH_STATES = {64, 64, 256};
    private static final int[] MAX_VALUES = {315, 2359, 262_139};

    private final byte[] literals;
    private final List<int[]> triples = new ArrayList<>();
    private final FseCode[] codes = new FseCode[4];
    private final int[] literalStates = new int[4];
    private final int[] tripleStates = new int[3];
    private final FseCode.Bits literalBits = new FseCode.Bits();
    private final FseCode.Bits tripleBits = new FseCode.Bits();

    LzfseTriples(byte[] block) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (Repeats.Step step : Repeats.of(block, MAX_VALUES[2])) {
            plain.write(block, step.plainFrom(), step.plainBytes());
            split(step);
        }
        while (plain.size() % 4 != 0) {
            plain.write(0);
        }
        this.literals = plain.toByteArray();
        encodeLiterals();
        encodeTriples();
    }

    private void split(Repeats.Step step) {
        int plain = step.plainBytes();
        for (; plain > MAX_VALUES[0]; plain -= MAX_VALUES[0]) {
            triples.add(new int[] {MAX_VALUES[0], 0, 1});
        }
        int repeat = Math.min(step.repeatBytes(), MAX_VALUES[1]);
        if (plain + repeat > 0) {
            triples.add(new int[] {plain, repeat, Math.max(1, step.distance())});
        }
        for (int left = step.repeatBytes() - repeat; left > 0; left -= MAX_VALUES[1]) {
            triples.add(new int[] {0, Math.min(left, MAX_VALUES[1]), step.distance()});
        }
    }

    private void encodeLiterals() {
        int[] counts = new int[256];
        for (byte literal : literals) {
            counts[literal & 0xff]++;
        }
        codes[3] = new FseCode(1024, counts);
        for (int i = literals.length - 1; i >= 0; i--) {
            literalStates[i % 4] = codes[3].write(literals[i] & 0xff, literalStates[i % 4], literalBits);
        }
    }

    private void encodeTriples() {
        sameDistancesAsZero();
        for (int kind = 0; kind < 3; kind++) {
            int[] counts = new int[symbols(kind)];
            for (int[] triple : triples) {
                counts[symbol(kind, triple[kind])]++;
            }
            codes[kind] = new FseCode(LENGTH_STATES[kind], counts);
        }
        tripleBits.add(0, PADDING_BYTES * 8 - 1);
        tripleBits.add(0, 1);
        for (int i = triples.size() - 1; i >= 0; i--) {
            for (int kind = 2; kind >= 0; kind--) {
                int value = triples.get(i)[kind];
                int symbol = symbol(kind, value);
                tripleBits.add(value - lowest(kind, symbol), bits(kind, symbol));
                tripleStates[kind] = codes[kind].write(symbol, tripleStates[kind], tripleBits);
            }
        }
    }

    private void sameDistancesAsZero() {
        int last = 0;
        for (int[] triple : triples) {
            int distance = triple[2];
            triple[2] = distance == last ? 0 : distance;
            last = distance;
        }
    }

    byte[] withPlainTables() {
        byte[] literalPayload = literalBits.bytes();
        byte[] triplePayload = tripleBits.bytes();
        ByteBuffer out = ByteBuffer.allocate(764 + literalPayload.length + triplePayload.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(literalPayload.length + triplePayload.length);
        out.putInt(literals.length).putInt(triples.size());
        out.putInt(literalPayload.length).putInt(triplePayload.length);
        out.putInt(-literalBits.spare());
        for (int state : literalStates) {
            out.putShort((short) state);
        }
        out.putInt(-tripleBits.spare());
        for (int state : tripleStates) {
            out.putShort((short) state);
        }
        for (FseCode code : codes) {
            for (int frequency : code.frequencies()) {
                out.putShort((short) frequency);
            }
        }
        return out.position(764).put(literalPayload).put(triplePayload).array();
    }

    byte[] withPackedTables() {
        byte[] literalPayload = literalBits.bytes();
        byte[] triplePayload = tripleBits.bytes();
        byte[] tables = packedFrequencies();
        long first = literals.length
                | (long) literalPayload.length << 20
                | (long) triples.size() << 40
                | 7L - literalBits.spare() << 60;
        long second = literalStates[0]
                | (long) literalStates[1] << 10
                | (long) literalStates[2] << 20
                | (long) literalStates[3] << 30
                | (long) triplePayload.length << 40
                | 7L - tripleBits.spare() << 60;
        long third = 32L + tables.length
                | (long) tripleStates[0] << 32
                | (long) tripleStates[1] << 42
                | (long) tripleStates[2] << 52;
        return ByteBuffer.allocate(24 + tables.length + literalPayload.length + triplePayload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .put(tables)
                .put(literalPayload)
                .put(triplePayload)
                .array();
    }

    private byte[] packedFrequencies() {
        FseCode.Bits bits = new FseCode.Bits();
        for (FseCode code : codes) {
            for (int frequency : code.frequencies()) {
                if (frequency < 2) {
                    bits.add(frequency << 1, 2);
                } else if (frequency < 4) {
                    bits.add(1 | frequency - 2 << 2, 3);
                } else if (frequency < 8) {
                    bits.add(3 | frequency - 4 << 3, 5);
                } else if (frequency < 24) {
                    bits.add(7 | frequency - 8 << 4, 8);
                } else {
                    bits.add(15 | frequency - 24 << 4, 14);
                }
            }
        }
        return bits.bytes();
    }

    private static int symbols(int kind) {
        return kind == 2 ? 64 : 20;
    }

    private static int symbol(int kind, int value) {
        int symbol = symbols(kind) - 1;
        while (lowest(kind, symbol) > value) {
            symbol--;
        }
        return symbol;
    }

    private static int lowest(int kind, int symbol) {
        int lowest = 0;
        for (int before = 0; before < symbol; before++) {
            lowest += 1 << bits(kind, before);
        }
        return lowest;
    }

    private static int bits(int kind, int symbol) {
        int[] last = kind == 0 ? new int[] {2, 3, 5, 8} : new int[] {3, 5, 8, 11};
        if (kind == 2) {
            return symbol / 4;
        }
        return symbol < 16 ? 0 : last[symbol - 16];
    }
}
