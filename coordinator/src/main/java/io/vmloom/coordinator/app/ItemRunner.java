package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.ResultRouter;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.pipeline.ItemPipeline;
import io.vmloom.coordinator.pipeline.ItemSetting;
import io.vmloom.coordinator.schedule.Lane;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.schedule.TaskTurns;
import io.vmloom.coordinator.state.ItemHistory;
import io.vmloom.coordinator.state.ItemJournal;
import io.vmloom.coordinator.state.StateWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Runs items of one batch, each on the caller's thread. Thread-safe. */
record ItemRunner(
        ItemPipeline pipeline,
        ResultRouter results,
        TaskTurns turns,
        Share share,
        StateWriter log,
        BatchListener listener,
        Cancellation cancellation) {
    /**
     * Blocks until the item has ended; throws what {@link ItemPipeline#run} throws.
     *
     * @param parts what became of the items that it is made of
     * @param whole what is made of it
     */
    ItemReport run(
            ConversionRequest item,
            ItemHistory history,
            Map<String, ItemOutcome> parts,
            Optional<ConversionRequest> whole) {
        long started = System.nanoTime();
        ItemJournal journal = new ItemJournal(item.id(), log, history);
        ItemOutcome outcome;
        try (ItemTrace trace = new ItemTrace(item, listener)) {
            outcome = outcome(item, journal, trace, parts, whole);
            trace.end(outcome);
        }
        Duration took = journal.took().orElseGet(() -> Duration.ofNanos(System.nanoTime() - started));
        ItemReport report = new ItemReport(item, outcome, took);
        listener.finished(report);
        return report;
    }

    private ItemOutcome outcome(
            ConversionRequest item,
            ItemJournal journal,
            ItemTrace trace,
            Map<String, ItemOutcome> parts,
            Optional<ConversionRequest> whole) {
        try (ResultRouter.Inbox inbox = results.open(item.id());
                Lane lane = turns.open(share, inbox::nudge)) {
            return pipeline.run(
                    item,
                    new ItemSetting(inbox, lane, share.terms().retry(), trace, cancellation, parts, whole),
                    journal);
        }
    }
}
