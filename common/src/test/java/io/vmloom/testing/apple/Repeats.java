package io.vmloom.testing.apple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what occurred before, greedily. */
final class Repeats {
    private static final int SHORTEST = 4;

    /** Plain bytes, then so many that stand {@code distance} back; the last one repeats nothing. */
    record Step(int plainFrom, int plainBytes, int repeatBytes, int distance) {}

    private Repeats() {}

    static List<Step> of(byte[] data, int maxDistance) {
        Map<Integer, Integer> lastSeen = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        int plainFrom = 0;
        int at = 0;
        while (at + SHORTEST <= data.length) {
            int key = data[at] & 0xff | (data[at + 1] & 0xff) << 8 | (data[at + 2] & 0xff) << 16 | data[at + 3] << 24;
            Integer before = lastSeen.put(key, at);
            if (before == null || at - before > maxDistance) {
                at++;
                continue;
            }
            int length = SHORTEST;
            while (at + length < data.length && data[before + length] == data[at + length]) {
                length++;
            }
            steps.add(new Step(plainFrom, at - plainFrom, length, at - before));
            at += length;
            plainFrom = at;
        }
        steps.add(new Step(plainFrom, data.length - plainFrom, 0, 0));
        return steps;
    }
}
