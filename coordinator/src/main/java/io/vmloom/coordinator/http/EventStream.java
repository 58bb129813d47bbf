package io.vmloom.coordinator.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.coordinator.status.ItemState;
import java.util.List;
import java.util.Map;

/**
 * Tells one listener how a batch goes on, as server-sent events: {@code item} for each one that ended, {@code progress}
 * every second, {@code end} once. The number of an {@code item} event is how many items had ended, so that a listener that
 * comes back misses none. Belongs to one event loop.
 */
final class EventStream {
    private static final long PERIOD_MS = 1000;
    private static final int ITEMS_AT_ONCE = 200;
    private static final int RUNNING_SHOWN = 20;

    private final Vertx vertx;
    private final BatchTracker batch;
    private final HttpServerResponse response;
    private int told;
    private boolean asking;
    private boolean closed;

    /** @param told how many endings of items the listener has heard of */
    EventStream(Vertx vertx, BatchTracker batch, HttpServerResponse response, int told) {
        this.vertx = vertx;
        this.batch = batch;
        this.response = response;
        this.told = told;
    }

    private record News(BatchStatus status, List<ItemReport> endings, String progress) {}

    void start() {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        long timer = vertx.setPeriodic(0, PERIOD_MS, _ -> tick());
        response.closeHandler(_ -> {
            closed = true;
            vertx.cancelTimer(timer);
        });
        response.endHandler(_ -> vertx.cancelTimer(timer));
    }

    /** A listener that does not keep up is told less often, and of everything that ended all the same. */
    private void tick() {
        if (batch.hasLeft() && !response.ended()) {
            response.end(); // whoever comes back is sent to where the batch is now
        }
        if (asking || closed || response.ended() || response.writeQueueFull()) {
            return;
        }
        asking = true;
        vertx.executeBlocking(this::news, false).onComplete(asked -> {
            asking = false;
            if (!closed && asked.succeeded()) {
                tell(asked.result());
            }
        });
    }

    /** The state is asked for first, so that after an end no ending is missing. */
    private News news() {
        BatchStatus status = batch.status();
        List<ItemReport> endings = batch.endings(told, ITEMS_AT_ONCE);
        Map<String, Object> tree = StatusJson.batch(status);
        tree.put(
                "running",
                batch.items(ItemState::underWay, 0, RUNNING_SHOWN).stream()
                        .map(StatusJson::item)
                        .toList());
        return new News(status, endings, ReportJson.line(tree));
    }

    private void tell(News news) {
        for (ItemReport ending : news.endings()) {
            told++;
            response.write("id: " + told + "\nevent: item\ndata: " + ReportJson.line(ReportJson.item(ending)) + "\n\n");
        }
        boolean last = news.status().state() instanceof BatchState.Ended
                && news.endings().size() < ITEMS_AT_ONCE;
        response.write("event: " + (last ? "end" : "progress") + "\ndata: " + news.progress() + "\n\n");
        if (last) {
            response.end();
        } else if (news.endings().size() == ITEMS_AT_ONCE) {
            tick();
        }
    }
}
