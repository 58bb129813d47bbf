package io.vmloom.coordinator.status;

import io.vmloom.coordinator.estimate.Estimate;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One batch at one moment.
 *
 * @param priority which may have been changed since it was submitted
 * @param items how many items are in which state; every state is there
 * @param work of the items whose metadata has been read
 * @param expected the same with the others, taken to be as large as the known ones on average
 * @param unknownItems items that have neither ended nor been looked at
 * @param bytesPerSecond over the last seconds, 0 when nothing moves
 * @param left by the expected work; empty when nothing is known or moves
 * @param reportProblem why its report is not where it was wanted
 * @param estimate what it would take, where somebody has to say go
 */
public record BatchStatus(
        String id,
        String name,
        BatchState state,
        BatchTerms terms,
        Priority priority,
        Instant submitted,
        Optional<Instant> ended,
        Map<ItemState, Integer> items,
        WorkBytes work,
        WorkBytes expected,
        int unknownItems,
        long bytesPerSecond,
        Optional<Duration> left,
        Optional<String> reportProblem,
        Optional<Estimate> estimate) {
    public BatchStatus {
        items = Map.copyOf(items);
    }

    public String tenant() {
        return terms.tenant();
    }

    /** Rounded down; 100 when every item succeeded or was skipped, and for nothing else. */
    public int percent() {
        int good = items.getOrDefault(ItemState.Ended.SUCCEEDED, 0) + items.getOrDefault(ItemState.Ended.SKIPPED, 0);
        return state instanceof BatchState.Ended && good == itemCount() ? 100 : expected.percent();
    }

    public int itemCount() {
        return items.values().stream().mapToInt(Integer::intValue).sum();
    }
}
