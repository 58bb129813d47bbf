package io.vmloom.coordinator.app;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.ResultRouter;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.pipeline.ItemPipeline;
import io.vmloom.coordinator.state.ItemJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Keeps a number of items under way until all have ended. Its state belongs to its event loop. */
final class BatchVerticle extends AbstractVerticle {
    private final Batch batch;
    private final Function<ConversionRequest, ItemJournal> journals;
    private final int concurrentItems;
    private final ItemPipeline pipeline;
    private final ResultRouter results;
    private final BatchListener listener;
    private final Cancellation cancellation;
    private final List<Optional<ItemReport>> reports = new ArrayList<>();
    private final Promise<List<ItemReport>> done = Promise.promise();
    private int next;
    private int running;

    BatchVerticle(
            Batch batch,
            Function<ConversionRequest, ItemJournal> journals,
            int concurrentItems,
            ItemPipeline pipeline,
            ResultRouter results,
            BatchListener listener,
            Cancellation cancellation) {
        this.batch = batch;
        this.journals = journals;
        this.concurrentItems = concurrentItems;
        this.pipeline = pipeline;
        this.results = results;
        this.listener = listener;
        this.cancellation = cancellation;
        batch.items().forEach(item -> reports.add(Optional.empty()));
    }

    /** Completes when every item has ended. */
    Future<List<ItemReport>> reports() {
        return done.future();
    }

    @Override
    public void start() {
        startItems();
    }

    private void startItems() {
        while (running < concurrentItems && next < batch.items().size()) {
            int index = next++;
            running++;
            ConversionRequest request = batch.items().get(index);
            ItemVerticle item =
                    new ItemVerticle(request, journals.apply(request), pipeline, results, listener, cancellation);
            vertx.deployVerticle(item, Coordinator.onVirtualThread())
                    .compose(id -> item.report().eventually(() -> vertx.undeploy(id)))
                    .onComplete(ended -> {
                        running--;
                        if (ended.succeeded()) {
                            reports.set(index, Optional.of(ended.result()));
                            startItems();
                        } else {
                            done.tryFail(ended.cause());
                        }
                    });
        }
        if (running == 0 && next == batch.items().size()) {
            done.tryComplete(reports.stream().map(Optional::orElseThrow).toList());
        }
    }
}
