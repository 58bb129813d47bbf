package io.vmloom.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateKey;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.ReportPlace;
import io.vmloom.error.StoreException;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.local.LocalQueues;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoordinatorTest {
    private final List<StateRecord> recorded = new ArrayList<>();
    private final MemoryObjectStore store = new MemoryObjectStore(StoreCapabilities.S3);
    private Optional<ObjectVersion> reportAtTheEnd = Optional.empty();
    private int refusals;

    CoordinatorTest() {
        store.createBucket("images");
    }

    @Test
    void theReportIsThereWhenTheEndOfABatchIsRecorded() {
        BatchTerms usual = BatchTerms.DEFAULT;
        BatchTerms terms = new BatchTerms(
                usual.tenant(),
                usual.clientToken(),
                usual.priority(),
                usual.deadline(),
                usual.tags(),
                usual.confirmationRequired(),
                usual.limits(),
                usual.tolerance(),
                usual.retry(),
                usual.windows(),
                Optional.of(new ReportPlace(new Location.InBucket("images", "r/"), ReportPlace.ALL_FORMATS)),
                usual.webhooks());

        run(new Batch("b00-one", "one", terms, List.of()));

        assertThat(reportAtTheEnd).isPresent();
    }

    @Test
    void theEndOfABatchIsRecordedWhenTheLogIsBack() {
        refusals = 2;

        run(new Batch("b00-one", "one", List.of()));

        assertThat(refusals).isZero();
        assertThat(recorded.getLast()).isInstanceOf(StateRecord.BatchEnded.class);
    }

    private void run(Batch batch) {
        LocalQueues queues = new LocalQueues();
        try (Coordinator coordinator = new Coordinator(
                new ConfiguredStores(bucket -> store),
                new OpenLocalTargets(),
                queues.taskPublisher(),
                queues.resultSubscriber(),
                DispatchPolicy.DEFAULT,
                Schedule.ofOneProcess(1),
                KeyAccess.NONE)) {
            coordinator.resume(
                    RecoveredBatch.fresh(batch, Instant.EPOCH),
                    this::write,
                    new Share(batch.terms()),
                    BatchListener.NONE,
                    new Cancellation());
        }
    }

    /** Refuses ends of batches for a while. */
    private void write(List<? extends StateRecord> records, Collection<StateKey> forgotten) {
        if (refusals > 0 && records.getFirst() instanceof StateRecord.BatchEnded) {
            refusals--;
            throw StoreException.unavailable("the log", "the broker is away", null);
        }
        if (records.getFirst() instanceof StateRecord.BatchEnded) {
            reportAtTheEnd = store.head(new Location.InBucket("images", "r/b00-one/manifest.json"));
        }
        recorded.addAll(records);
    }
}
