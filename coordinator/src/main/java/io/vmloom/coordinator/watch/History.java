package io.vmloom.coordinator.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What went through since the beginning, by periods of equal length. There are never more than so many: when they are full,
 * each two become one. Not thread-safe.
 */
public final class History {
    static final int MOST_SAMPLES = 240;
    private static final long FIRST_PERIOD_MS = 1000;

    private final long startMs;
    private final Amounts[] samples = new Amounts[MOST_SAMPLES];
    private long periodMs = FIRST_PERIOD_MS;
    private Amounts total = Amounts.NONE;

    History(Instant start) {
        this.startMs = start.toEpochMilli();
        Arrays.fill(samples, Amounts.NONE);
    }

    /**
     * At one moment.
     *
     * @param samples what went through in each period; the last one is not over
     */
    public record View(Instant start, double periodSeconds, List<Amounts> samples) {
        public View {
            samples = List.copyOf(samples);
        }
    }

    /** Went through evenly in the seconds until now: a task is told of when it is done, and is not done in a moment. */
    void add(Instant until, double seconds, Amounts amounts) {
        int last = index(until);
        int first = index(until.minusMillis(Math.round(1000 * seconds)));
        int pieces = last - first + 1;
        for (int piece = 0; piece < pieces; piece++) {
            int index = first + piece;
            samples[index] = samples[index].plus(amounts.piece(piece, piece + 1, pieces));
        }
        total = total.plus(amounts);
    }

    Amounts total() {
        return total;
    }

    View view(Instant now) {
        int last = index(now);
        List<Amounts> shown = new ArrayList<>(last + 1);
        for (int i = 0; i <= last; i++) {
            shown.add(samples[i]);
        }
        return new View(Instant.ofEpochMilli(startMs), periodMs / 1000.0, shown);
    }

    private int index(Instant at) {
        long index = Math.max(0, at.toEpochMilli() - startMs) / periodMs;
        while (index >= MOST_SAMPLES) {
            halve();
            index /= 2;
        }
        return (int) index;
    }

    private void halve() {
        for (int i = 0; i < MOST_SAMPLES; i++) {
            int from = 2 * i;
            samples[i] = from < MOST_SAMPLES ? samples[from].plus(samples[from + 1]) : Amounts.NONE;
        }
        periodMs *= 2;
    }
}
