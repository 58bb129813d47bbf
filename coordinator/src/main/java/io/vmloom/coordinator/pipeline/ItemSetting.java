package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.ResultInbox;
import io.vmloom.coordinator.job.ProgressListener;
import io.vmloom.coordinator.schedule.Lane;
import io.vmloom.coordinator.terms.RetryTerms;

/**
 * What surrounds one item while it is under way.
 *
 * @param inbox open since before
 * @param lane closed by whoever opened it
 */
public record ItemSetting(
        ResultInbox inbox, Lane lane, RetryTerms retry, ProgressListener progress, Cancellation cancellation) {
    /** Of an item that is alone. */
    public static ItemSetting alone(
            ResultInbox inbox, RetryTerms retry, ProgressListener progress, Cancellation cancellation) {
        return new ItemSetting(inbox, Lane.FREE, retry, progress, cancellation);
    }
}
