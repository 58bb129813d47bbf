package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ConversionRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A batch as the log knows it.
 *
 * @param ended when its last item had ended, if it has
 * @param told which of its webhooks need not be told of its end any more
 * @param items what is known of its items, by id
 */
public record RecoveredBatch(
        Batch batch,
        Instant submitted,
        Orders orders,
        Optional<Instant> ended,
        Set<Integer> told,
        Map<String, ItemHistory> items) {
    public RecoveredBatch {
        told = Set.copyOf(told);
        items = Map.copyOf(items);
    }

    /** A batch of which nothing has been done. */
    public static RecoveredBatch fresh(Batch batch, Instant submitted) {
        return new RecoveredBatch(batch, submitted, Orders.NONE, Optional.empty(), Set.of(), Map.of());
    }

    public ItemHistory history(ConversionRequest item) {
        return items.getOrDefault(item.id(), ItemHistory.NONE);
    }

    /** Whether somebody has to say go before anything is done. */
    public boolean waitsForConfirmation() {
        return batch.terms().confirmationRequired() && !orders.confirmed();
    }

    /** Whether there is nothing left to do for it. */
    public boolean over() {
        return ended.isPresent()
                && batch.items().stream().allMatch(item -> history(item).over());
    }
}
