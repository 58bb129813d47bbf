package io.vmloom.loadtest.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/**
 * What came of one batch.
 *
 * @param digests of the items, in the report's order; of a package that it was made; what went wrong where there is neither
 * @param hashes of the targets' bytes, in the same order
 * @param ranges that were converted for the targets
 * @param redone attempts beyond the first
 * @param cameBack targets that were written when the batch had ended and they were deleted
 */
record Round(
        String name,
        List<String> digests,
        List<String> hashes,
        long ranges,
        long redone,
        List<String> cameBack,
        double seconds) {
    private static final String MADE = "made: ";
    private static final String DIGEST = "vg1:";

    Round {
        digests = List.copyOf(digests);
        hashes = List.copyOf(hashes);
        cameBack = List.copyOf(cameBack);
    }

    static Round of(String name, JsonNode report, List<String> hashes, List<String> cameBack, double seconds) {
        List<String> digests = new ArrayList<>();
        long ranges = 0;
        long redone = 0;
        for (JsonNode item : report.get("items").valueStream().toList()) {
            digests.add(result(item));
            ranges += number(item, "ranges");
            redone += number(item, "retries");
        }
        return new Round(name, digests, hashes, ranges, redone, cameBack, seconds);
    }

    private static String result(JsonNode item) {
        if (item.has("digest")) {
            return item.get("digest").asString();
        }
        return item.has("makes") && item.path("state").asString().equals("SUCCEEDED")
                ? MADE + item.get("makes").asString()
                : item.path("message").asString("no digest");
    }

    /** What went wrong with items. */
    List<String> problems() {
        return digests.stream()
                .filter(result -> !result.startsWith(DIGEST) && !result.startsWith(MADE))
                .toList();
    }

    /** How many items have another digest, or other bytes, than in that round. */
    long differing(Round calm) {
        long items = Math.max(digests.size(), calm.digests.size());
        return LongStream.range(0, items)
                .filter(item -> !same(digests, calm.digests, (int) item) || !same(hashes, calm.hashes, (int) item))
                .count();
    }

    private static boolean same(List<String> here, List<String> there, int item) {
        return item < here.size() && item < there.size() && here.get(item).equals(there.get(item));
    }

    private static long number(JsonNode item, String name) {
        JsonNode value = item.get(name);
        return value == null ? 0 : value.asLong();
    }
}
