package io.vmloom.coordinator.app;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.hooks.HookMessage;
import io.vmloom.coordinator.hooks.Webhooks;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.state.StateWriter;
import io.vmloom.coordinator.terms.Webhook;
import io.vmloom.coordinator.watch.WorkEvent;
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

    public TellingRunner(BatchRunner runner, Webhooks hooks) {
        this.runner = runner;
        this.hooks = hooks;
    }

    @Override
    public List<ItemReport> run(
            RecoveredBatch recovered, StateWriter log, Share share, BatchListener listener, Cancellation cancellation) {
        List<ItemReport> reports = runner.run(recovered, log, share, telling(recovered, listener), cancellation);
        tellEnd(recovered, reports, log, Instant.now());
        return reports;
    }

    @Override
    public void over(RecoveredBatch recovered, StateWriter log) {
        List<ItemReport> reports = recovered.batch().items().stream()
                .flatMap(item -> recovered.history(item).report(item).stream())
                .toList();
        recovered.ended().ifPresent(at -> tellEnd(recovered, reports, log, at));
    }

    private void tellEnd(RecoveredBatch recovered, List<ItemReport> reports, StateWriter log, Instant at) {
        Batch batch = recovered.batch();
        List<Webhook> all = batch.terms().webhooks();
        for (int number = 0; number < all.size(); number++) {
            Webhook to = all.get(number);
            if (to.events().contains(Webhook.Event.BATCH_ENDED)
                    && !recovered.told().contains(number)) {
                int told = number;
                hooks.tell(
                        to,
                        HookMessage.batchEnded(batch, recovered.orders().reopened(), reports, at),
                        taken -> log.append(new StateRecord.EndTold(batch.id(), told, taken, Instant.now())));
            }
        }
    }

    private BatchListener telling(RecoveredBatch recovered, BatchListener listener) {
        return recovered.batch().terms().webhooks().isEmpty() ? listener : new Telling(recovered, listener);
    }

    private final class Telling implements BatchListener {
        private final RecoveredBatch recovered;
        private final BatchListener next;

        Telling(RecoveredBatch recovered, BatchListener next) {
            this.recovered = recovered;
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
                        .forEach(to -> hooks.tell(
                                to,
                                HookMessage.itemFailed(
                                        recovered.batch(), recovered.orders().reopened(), report, Instant.now()),
                                _ -> {}));
            }
        }

        @Override
        public void work(ConversionRequest item, WorkEvent event) {
            next.work(item, event);
        }

        @Override
        public void reportFailed(String problem) {
            next.reportFailed(problem);
        }

        private Stream<Webhook> receivers() {
            return recovered.batch().terms().webhooks().stream()
                    .filter(to -> to.events().contains(Webhook.Event.ITEM_FAILED));
        }
    }
}
