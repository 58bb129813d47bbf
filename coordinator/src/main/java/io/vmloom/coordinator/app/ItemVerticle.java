package io.vmloom.coordinator.app;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.ResultRouter;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.pipeline.ItemPipeline;
import io.vmloom.coordinator.state.ItemJournal;
import java.time.Duration;

/** Sees one item through, on a virtual thread that may block. */
final class ItemVerticle extends AbstractVerticle {
    private final ConversionRequest request;
    private final ItemJournal journal;
    private final ItemPipeline pipeline;
    private final ResultRouter results;
    private final BatchListener listener;
    private final Cancellation cancellation;
    private final Promise<ItemReport> ended = Promise.promise();

    ItemVerticle(
            ConversionRequest request,
            ItemJournal journal,
            ItemPipeline pipeline,
            ResultRouter results,
            BatchListener listener,
            Cancellation cancellation) {
        this.request = request;
        this.journal = journal;
        this.pipeline = pipeline;
        this.results = results;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    Future<ItemReport> report() {
        return ended.future();
    }

    @Override
    public void start() {
        context.runOnContext(ignored -> {
            try {
                ended.complete(run());
            } catch (RuntimeException | Error e) {
                ended.fail(e);
                throw e;
            }
        });
    }

    private ItemReport run() {
        long started = System.nanoTime();
        ItemOutcome outcome = outcome();
        Duration took = journal.took().orElseGet(() -> Duration.ofNanos(System.nanoTime() - started));
        ItemReport report = new ItemReport(request, outcome, took);
        listener.finished(report);
        return report;
    }

    private ItemOutcome outcome() {
        try {
            return pipeline.run(request, results.open(request.id()), listener, cancellation, journal);
        } finally {
            results.forget(request.id());
        }
    }
}
