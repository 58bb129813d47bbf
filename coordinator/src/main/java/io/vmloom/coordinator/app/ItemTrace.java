package io.vmloom.coordinator.app;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.ProgressListener;
import io.vmloom.coordinator.watch.WorkEvent;
import io.vmloom.telemetry.TraceSpan;
import io.vmloom.telemetry.Traces;
import java.util.Optional;

/**
 * The trace of one item, with a span for each stage; tasks that are published in a stage become parts of it. A
 * coordinator that goes on with an item begins another trace. Used by the item's thread.
 */
final class ItemTrace implements ProgressListener, AutoCloseable {
    private final ProgressListener told;
    private final TraceSpan item;
    private Optional<ItemStage> stage = Optional.empty();
    private Optional<TraceSpan> span = Optional.empty();

    /** @param told hears of all progress, too */
    ItemTrace(ConversionRequest request, ProgressListener told) {
        this.told = told;
        this.item = Traces.begin("item")
                .set("vmloom.item", request.id())
                .set("vmloom.source", request.source().toString())
                .set("vmloom.target", request.target().toString())
                .set("vmloom.target.format", request.targetFormat());
    }

    @Override
    public void progress(ConversionRequest request, ItemStage now, long doneBytes, long totalBytes) {
        if (!stage.equals(Optional.of(now))) {
            span.ifPresent(TraceSpan::close);
            span = Optional.of(Traces.begin(now.label()).set("vmloom.bytes", totalBytes));
            stage = Optional.of(now);
        }
        told.progress(request, now, doneBytes, totalBytes);
    }

    @Override
    public void work(ConversionRequest request, WorkEvent event) {
        told.work(request, event);
    }

    void end(ItemOutcome outcome) {
        switch (outcome) {
            case ItemOutcome.Succeeded done ->
                item.set("vmloom.guest.bytes", done.virtualBytes()).set("vmloom.target.bytes", done.targetBytes());
            case ItemOutcome.Assembled made -> item.set("vmloom.target.bytes", made.targetBytes());
            case ItemOutcome.Skipped _ -> item.set("vmloom.skipped", "true");
            case ItemOutcome.Failed failed -> {
                span.ifPresent(last -> last.fail(failed.code().name()));
                item.set("vmloom.code", failed.code().name()).fail(failed.message());
            }
        }
    }

    @Override
    public void close() {
        span.ifPresent(TraceSpan::close);
        item.close();
    }
}
