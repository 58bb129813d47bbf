package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.ResultInbox;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ProgressListener;
import io.vmloom.coordinator.schedule.Lane;
import io.vmloom.coordinator.terms.RetryTerms;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds one item while it is under way.
 *
 * @param inbox open since before
 * @param lane closed by whoever opened it
 * @param parts what became of the items that this one is made of, as far as that is known
 * @param whole what this one's target is to be put into
 */
public record ItemSetting(
        ResultInbox inbox,
        Lane lane,
        RetryTerms retry,
        ProgressListener progress,
        Cancellation cancellation,
        Map<String, ItemOutcome> parts,
        Optional<ConversionRequest> whole) {
    public ItemSetting {
        parts = Map.copyOf(parts);
    }

    /** Of an item that is alone. */
    public static ItemSetting alone(
            ResultInbox inbox, RetryTerms retry, ProgressListener progress, Cancellation cancellation) {
        return new ItemSetting(inbox, Lane.FREE, retry, progress, cancellation, Map.of(), Optional.empty());
    }
}
