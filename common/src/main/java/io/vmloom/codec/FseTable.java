package io.vmloom.codec;

import java.util.Arrays;

/**
 * Decodes symbols of a finite-state entropy code, each of which may stand for a range of values that further bits choose
 * from.
 *
 * @see <a href="https://github.com/lzfse/lzfse/blob/master/src/lzfse_fse.h">lzfse_fse.h, the format's definition</a>
 */
final class FseTable {
    private final int states;
    private final Values values;
    private final short[] symbols;
    private final byte[] bits;
    private final short[] deltas;

    /** For each symbol its lowest value, and how many bits choose from there on. */
    record Values(int[] lowest, int[] bits) {
        /** As many values as symbols. */
        static Values plain(int count) {
            int[] lowest = new int[count];
            Arrays.setAll(lowest, symbol -> symbol);
            return new Values(lowest, new int[count]);
        }

        /** Each symbol goes on where the one before leaves off. */
        static Values consecutive(int... bits) {
            int[] lowest = new int[bits.length];
            for (int symbol = 1; symbol < bits.length; symbol++) {
                lowest[symbol] = lowest[symbol - 1] + (1 << bits[symbol - 1]);
            }
            return new Values(lowest, bits);
        }
    }

    /** @param states a power of two */
    FseTable(int states, Values values) {
        this.states = states;
        this.values = values;
        this.symbols = new short[states];
        this.bits = new byte[states];
        this.deltas = new short[states];
    }

    int symbolCount() {
        return values.bits().length;
    }

    /** Takes up the frequencies of another block, one for each symbol from {@code offset} on; together one per state. */
    void load(int[] frequencies, int offset) throws CodecException {
        int state = 0;
        for (int symbol = 0; symbol < symbolCount(); symbol++) {
            int frequency = frequencies[offset + symbol];
            if (frequency > states - state) {
                throw unsound();
            }
            if (frequency > 0) {
                fill(state, symbol, frequency);
                state += frequency;
            }
        }
        if (state != states) {
            throw unsound();
        }
    }

    /** Divides all states among those of the symbol: each leads to as many as its bits can tell apart. */
    private void fill(int firstState, int symbol, int frequency) {
        for (int i = 0; i < frequency; i++) {
            int share = frequency + i;
            int shift = Integer.numberOfLeadingZeros(share) - Integer.numberOfLeadingZeros(states);
            symbols[firstState + i] = (short) symbol;
            bits[firstState + i] = (byte) shift;
            deltas[firstState + i] = (short) ((share << shift) - states);
        }
    }

    /** Walks from state to state, a value at each. */
    final class Walk {
        private int state;

        /** @param first the state that a block begins with */
        Walk(int first) throws CodecException {
            if (first >= states) {
                throw unsound();
            }
            this.state = first;
        }

        int next(BackwardBits in) throws CodecException {
            int symbol = symbols[state];
            state = deltas[state] + in.read(bits[state]);
            return values.lowest()[symbol] + in.read(values.bits()[symbol]);
        }
    }

    private static CodecException unsound() {
        return new CodecException("LZFSE block has frequencies or states that do not fit its tables", null);
    }
}
