package io.vmloom.loadtest.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What came of one batch.
 *
 * @param digests of the items, in the manifest's order; what went wrong where there is none
 * @param ranges that were converted for the targets
 * @param redone attempts beyond the first
 */
record Round(String name, List<String> digests, long ranges, long redone, Map<Fault, Integer> faults, double seconds) {
    Round {
        digests = List.copyOf(digests);
        faults = new EnumMap<>(faults.isEmpty() ? new EnumMap<>(Fault.class) : faults);
    }

    static Round of(String name, JsonNode report, Map<Fault, Integer> faults, double seconds) {
        List<String> digests = new ArrayList<>();
        long ranges = 0;
        long redone = 0;
        for (JsonNode item : report.get("items").valueStream().toList()) {
            JsonNode digest = item.get("digest");
            digests.add(digest == null ? item.path("message").asString("no digest") : digest.asString());
            ranges += number(item, "ranges");
            redone += number(item, "retries");
        }
        return new Round(name, digests, ranges, redone, faults, seconds);
    }

    /** How many items have another digest than in that round. */
    long differing(Round calm) {
        long differing = Math.abs(digests.size() - calm.digests.size());
        for (int i = 0; i < Math.min(digests.size(), calm.digests.size()); i++) {
            differing += digests.get(i).equals(calm.digests.get(i)) ? 0 : 1;
        }
        return differing;
    }

    private static long number(JsonNode item, String name) {
        JsonNode value = item.get(name);
        return value == null ? 0 : value.asLong();
    }
}
