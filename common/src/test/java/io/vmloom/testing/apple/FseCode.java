package io.vmloom.testing.apple;

import java.util.ArrayList;
import java.util.List;

/** Writes symbols by a finite-state entropy code, the last one first. */
final class FseCode {
    private final int states;
    private final int[] frequencies;

    /** Bits in the order they are written, which is backwards to the reader's. */
    static final class Bits {
        private final List<Boolean> bits = new ArrayList<>();

        void add(int value, int count) {
            for (int i = 0; i < count; i++) {
                bits.add((value >> i & 1) != 0);
            }
        }

        byte[] bytes() {
            byte[] bytes = new byte[Math.ceilDiv(bits.size(), 8)];
            for (int i = 0; i < bits.size(); i++) {
                bytes[i / 8] |= (byte) ((bits.get(i) ? 1 : 0) << i % 8);
            }
            return bytes;
        }

        int spare() {
            return (8 - bits.size() % 8) % 8;
        }
    }

    /** Shares out the states by how often each symbol occurs. */
    FseCode(int states, int[] counts) {
        this.states = states;
        this.frequencies = new int[counts.length];
        long total = 0;
        for (int count : counts) {
            total += count;
        }
        int left = states;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                frequencies[symbol] = (int) Math.max(1, counts[symbol] * (long) states / total);
                left -= frequencies[symbol];
            }
        }
        while (left != 0) {
            int step = left > 0 ? left : -1;
            frequencies[mostFrequent()] += step;
            left -= step;
        }
    }

    int[] frequencies() {
        return frequencies;
    }

    /** The state before, from which a reader gets this symbol and goes to the given state. */
    int write(int symbol, int nextState, Bits bits) {
        int first = 0;
        for (int other = 0; other < symbol; other++) {
            first += frequencies[other];
        }
        for (int i = 0; i < frequencies[symbol]; i++) {
            int count = 0;
            while ((frequencies[symbol] + i << count) < states) {
                count++;
            }
            int lowest = (frequencies[symbol] + i << count) - states;
            if (nextState >= lowest && nextState < lowest + (1 << count)) {
                bits.add(nextState - lowest, count);
                return first + i;
            }
        }
        throw new AssertionError("symbol " + symbol + " has no state that leads to " + nextState);
    }

    private int mostFrequent() {
        int best = 0;
        for (int symbol = 1; symbol < frequencies.length; symbol++) {
            best = frequencies[symbol] > frequencies[best] ? symbol : best;
        }
        return best;
    }
}
