package io.vmloom.coordinator.http;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.coordinator.status.ItemStatus;
import java.util.Optional;

/** What happens next with an item that does not go on by itself, and what people can do about it. */
final class Outlook {
    private Outlook() {}

    static Optional<String> of(ItemStatus item, BatchState batch) {
        if (item.report().isPresent()) {
            return item.report().get().outcome() instanceof ItemOutcome.Failed failed
                    ? Optional.of(after(failed, batch))
                    : Optional.empty();
        }
        boolean waits = item.state() == ItemState.Open.PENDING;
        if (batch == BatchState.Open.PAUSED) {
            return Optional.of(
                    waits
                            ? "It begins after the batch is resumed."
                            : "Tasks that are out are finished; no more are given out until the batch is resumed.");
        }
        if (batch == BatchState.Open.SUSPENDED || batch == BatchState.Open.PREPARING) {
            return Optional.of("It begins after somebody confirms the batch.");
        }
        if (batch == BatchState.Open.CANCELLING) {
            return Optional.of("The batch was cancelled: what was begun of it is being removed.");
        }
        return waits ? Optional.of("It begins when it gets its turn.") : Optional.empty();
    }

    private static String after(ItemOutcome.Failed failed, BatchState batch) {
        String when = batch instanceof BatchState.Ended ? "Retry the batch" : "Retry the batch once it has ended";
        if (failed.stopped()) {
            return "It is not tried again by itself. " + when + " to have it done after all.";
        }
        return failed.retryable()
                ? "Every attempt was used up, and it may succeed later. " + when + " to have it tried again."
                : "Another attempt would end the same way. Mend what the message says first. " + when + " then.";
    }
}
