package io.vmloom.coordinator.app;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.schedule.ItemTurns;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.ItemHistory;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Begins items as they get their turns, until all have ended, and sees to the batch's terms. Its state belongs to its event loop. */
final class BatchVerticle extends AbstractVerticle {
    private final Batch batch;
    private final ItemRunner runner;
    private final RecoveredBatch recovered;
    private final ItemTurns turns;
    private final Share share;
    private final Cancellation cancellation;
    private final List<Optional<ItemReport>> reports = new ArrayList<>();
    private final Promise<List<ItemReport>> done = Promise.promise();
    private final BeginOrder order;
    private boolean asked;
    private int ended;
    private int failed;

    BatchVerticle(
            ItemRunner runner, RecoveredBatch recovered, ItemTurns turns, Share share, Cancellation cancellation) {
        this.batch = recovered.batch();
        this.runner = runner;
        this.recovered = recovered;
        this.turns = turns;
        this.share = share;
        this.cancellation = cancellation;
        Map<Integer, ItemOutcome> over = new HashMap<>();
        for (ConversionRequest item : batch.items()) {
            ItemHistory history = recovered.history(item);
            history.ended().map(StateRecord.ItemEnded::outcome).ifPresent(this::count);
            Optional<ItemReport> report = history.over() ? history.report(item) : Optional.empty();
            report.ifPresent(known -> over.put(reports.size(), known.outcome()));
            reports.add(report);
        }
        order = new BeginOrder(batch.items(), over);
        ended = over.size();
    }

    /** Completes when every item has ended. */
    Future<List<ItemReport>> reports() {
        return done.future();
    }

    @Override
    public void start() {
        reports.forEach(report -> report.ifPresent(runner.listener()::finished));
        cancellation.whenCancelled(() -> {
            share.end();
            turns.review();
        });
        batch.terms().deadline().ifPresent(this::keep);
        giveUpIfTooManyFailed();
        askForTurn();
        completeAfterLast();
    }

    private void keep(Instant deadline) {
        long millis = Math.max(1, Duration.between(Instant.now(), deadline).toMillis());
        vertx.setTimer(
                millis,
                timer -> cancellation.cancel(
                        ErrorCode.DEADLINE_PASSED, "was not done by " + deadline + ", the batch's deadline"));
    }

    private void giveUpIfTooManyFailed() {
        if (batch.terms().tolerance().isExceeded(failed, batch.items().size())) {
            cancellation.cancel(
                    ErrorCode.GIVEN_UP, "was given up, for " + failed + " items failed, more than the batch tolerates");
        }
    }

    /** For one item at a time, so that nothing is asked for that can not begin. */
    private void askForTurn() {
        if (asked) {
            return;
        }
        order.next().ifPresent(index -> {
            asked = true;
            turns.ask(share, () -> context.runOnContext(turn -> begin(index)));
        });
    }

    private void begin(int index) {
        asked = false;
        ConversionRequest request = batch.items().get(index);
        ItemHistory history = recovered.history(request);
        Map<String, ItemOutcome> parts = order.parts(request);
        ItemVerticle item = new ItemVerticle(() -> runner.run(request, history, parts, order.whole(request)));
        vertx.deployVerticle(item, Coordinator.onVirtualThread())
                .compose(id -> item.report().eventually(() -> vertx.undeploy(id)))
                .onComplete(end -> {
                    turns.ended(share);
                    if (end.succeeded()) {
                        end(index, end.result(), history);
                    } else {
                        done.tryFail(end.cause());
                    }
                });
        askForTurn();
    }

    private void end(int index, ItemReport report, ItemHistory history) {
        reports.set(index, Optional.of(report));
        ended++;
        if (history.ended().isEmpty()) {
            count(report.outcome());
            giveUpIfTooManyFailed();
        }
        order.ended(report.request().id(), report.outcome());
        askForTurn();
        completeAfterLast();
    }

    private void completeAfterLast() {
        if (ended == reports.size()) {
            done.tryComplete(reports.stream().map(Optional::orElseThrow).toList());
        }
    }

    private void count(ItemOutcome outcome) {
        if (outcome instanceof ItemOutcome.Failed failure && !failure.stopped() && !failure.follows()) {
            failed++;
        }
    }
}
