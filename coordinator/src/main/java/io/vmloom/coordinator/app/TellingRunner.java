package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.hooks.HookMessage;
import io.vmloom.coordinator.hooks.Webhooks;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.terms.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells those whom a batch names what became of it. The end of a batch is told again after a restart if nothing says that
 * it was taken; failed items are only if their batch is still under way then.
 */
public final class TellingRunner implements BatchRunner {
    private final BatchRunner runner;
    private final Webhooks hooks;
    private final StateLog log;

    /** @param log where it is kept that an end was told */
    public TellingRunner(BatchRunner runner, Webhooks hooks, StateLog log) {
        this.runner = runner;
        this.hooks = hooks;
        this.log = log;
    }

    @Override
    public List<ItemReport> run(
            RecoveredBatch recovered, int concurrentItems, BatchListener listener, Cancellation cancellation) {
        List<ItemReport> reports =
                runner.run(recovered, concurrentItems, telling(recovered.batch(), listener), cancellation);
        tellEnd(recovered, reports, cancellation.isCancelled(), Instant.now());
        return reports;
    }

    @Override
    public void over(RecoveredBatch recovered) {
        List<ItemReport> reports = recovered.batch().items().stream()
                .flatMap(item -> recovered.history(item).ended().stream()
                        .map(end -> new ItemReport(item, end.outcome(), end.took())))
                .toList();
        recovered.ended().ifPresent(at -> tellEnd(recovered, reports, recovered.cancelled(), at));
    }

    private void tellEnd(RecoveredBatch recovered, List<ItemReport> reports, boolean cancelled, Instant at) {
        Batch batch = recovered.batch();
        List<Webhook> all = batch.terms().webhooks();
        for (int number = 0; number < all.size(); number++) {
            Webhook to = all.get(number);
            if (to.events().contains(Webhook.Event.BATCH_ENDED)
                    && !recovered.told().contains(number)) {
                int told = number;
                hooks.tell(
                        to,
                        HookMessage.batchEnded(batch, reports, cancelled, at),
                        taken -> log.append(new StateRecord.EndTold(batch.id(), told, taken, Instant.now())));
            }
        }
    }

    private BatchListener telling(Batch batch, BatchListener listener) {
        return batch.terms().webhooks().isEmpty() ? listener : new Telling(batch, listener);
    }

    private final class Telling implements BatchListener {
        private final Batch batch;
        private final BatchListener next;

        Telling(Batch batch, BatchListener next) {
            this.batch = batch;
            this.next = next;
        }

        @Override
        public void progress(ConversionRequest item, ItemStage stage, long doneBytes, long totalBytes) {
            next.progress(item, stage, doneBytes, totalBytes);
        }

        @Override
        public void finished(ItemReport report) {
            next.finished(report);
            if (report.failed()) {
                receivers()
                        .forEach(to -> hooks.tell(to, HookMessage.itemFailed(batch, report, Instant.now()), _ -> {}));
            }
        }

        @Override
        public void reportFailed(String problem) {
            next.reportFailed(problem);
        }

        private Stream<Webhook> receivers() {
            return batch.terms().webhooks().stream().filter(to -> to.events().contains(Webhook.Event.ITEM_FAILED));
        }
    }
}
