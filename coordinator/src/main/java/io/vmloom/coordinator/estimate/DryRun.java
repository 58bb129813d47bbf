package io.vmloom.coordinator.estimate;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.pipeline.StagingSweep;
import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import io.vmloom.store.Location;
import io.vmloom.store.Requests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleFunction;

/**
 * Says what a batch would take. Each item goes its whole way, through the same code as otherwise, on a stage where stores
 * forget what is written and workers make up their results: metadata of sources is really read, content never, and
 * nothing is written anywhere. Thread-safe.
 */
public final class DryRun {
    /** That a batch was submitted, and that it ended. */
    private static final Messages OF_A_BATCH = new Messages(0, 0, 2);

    private final DoubleFunction<RehearsalStage> stages;
    private final KeyAccess keys;
    private final int concurrentItems;

    /**
     * @param stages makes one for each item, of workers that compress data to such a part of its length
     * @param concurrentItems how many are rehearsed at once; each holds about what a conversion does
     */
    public DryRun(DoubleFunction<RehearsalStage> stages, KeyAccess keys, int concurrentItems) {
        this.stages = stages;
        this.keys = keys;
        this.concurrentItems = concurrentItems;
    }

    /** Blocks. What is wrong with an item is in its estimate; throws a {@link ConversionException} if cancelled. */
    public Estimate run(Batch batch, Throughput throughput, Cancellation cancellation) {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                concurrentItems, Thread.ofVirtual().name("dry-run-", 0).factory())) {
            Map<Location, ConversionRequest> wholes = wholes(batch.items());
            List<Future<ItemEstimate>> running = batch.items().stream()
                    .map(item -> threads.submit(() -> {
                        cancellation.check("the dry run");
                        Optional<ConversionRequest> whole = Optional.ofNullable(wholes.get(item.target()));
                        return new ItemRehearsal(item, whole, stages, keys, throughput, cancellation).run();
                    }))
                    .toList();
            List<ItemEstimate> items = new ArrayList<>();
            try {
                for (Future<ItemEstimate> item : running) {
                    items.add(item.get());
                }
            } catch (ExecutionException e) {
                throw failure(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("the dry run");
            } finally {
                running.forEach(item -> item.cancel(true));
            }
            cancellation.check("the dry run");
            int swept = StagingSweep.roots(batch.id() + "-", batch.items()).size();
            return new Estimate(
                    batch.name(),
                    MadeOfOthers.completed(items),
                    new Effort(new Requests(0, 0, 0, 0, 2L * swept, 0, 0, 0), OF_A_BATCH, 0),
                    throughput);
        }
    }

    /** By the targets that only wait to be put into them. */
    private static Map<Location, ConversionRequest> wholes(List<ConversionRequest> items) {
        Map<Location, ConversionRequest> wholes = new HashMap<>();
        items.forEach(item -> item.making().parts().forEach(part -> wholes.put(part, item)));
        return wholes;
    }

    private static ConversionException failure(ExecutionException e) {
        return e.getCause() instanceof ConversionException known
                ? known
                : new InternalException("a dry run broke off: " + e.getCause(), e.getCause());
    }
}
