package io.vmloom.loadtest.scale;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/** When something happened how often, to the second, and when first since somebody asked. Thread-safe. */
final class Tally {
    private static final long SECOND_MS = 1000;

    private final NavigableMap<Long, Integer> perSecond = new TreeMap<>();
    private final Map<String, Long> firstSince = new HashMap<>();
    private long sinceMillis = Long.MAX_VALUE;
    private long all;

    /**
     * @param about what it was about
     * @param millis since the epoch
     */
    synchronized void add(String about, long millis) {
        all++;
        perSecond.merge(millis / SECOND_MS, 1, Integer::sum);
        if (millis >= sinceMillis) {
            firstSince.merge(about, millis, Math::min);
        }
    }

    synchronized long all() {
        return all;
    }

    /** Looks for what happens first from now on. */
    synchronized void watchSince(long millis) {
        sinceMillis = millis;
        firstSince.clear();
    }

    /** Of one thing since it is watched; empty when it has not happened. */
    synchronized OptionalLong firstOf(String about) {
        Long first = firstSince.get(about);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /** The greatest rate per second that was held for so many seconds. */
    synchronized long best(int seconds) {
        long best = 0;
        for (long second : perSecond.keySet()) {
            long sum = perSecond.subMap(second, second + seconds).values().stream()
                    .mapToLong(Integer::longValue)
                    .sum();
            best = Math.max(best, sum / seconds);
        }
        return best;
    }
}
