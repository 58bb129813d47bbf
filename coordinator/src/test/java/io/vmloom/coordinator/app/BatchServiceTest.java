package io.vmloom.coordinator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.estimate.DryRun;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.state.RecordedState;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.coordinator.status.ItemStatus;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.error.ConflictException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.BeatSubscriber;
import io.vmloom.queue.CancelPublisher;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.local.LocalQueues;
import io.vmloom.queue.local.LocalRecords;
import io.vmloom.queue.local.SoleOwner;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.telemetry.Side;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.worker.consume.WorkerPool;
import io.vmloom.worker.convert.TaskRehearsal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people may ask of batches, with queues, log and store in memory. */
@Timeout(60)
class BatchServiceTest {
    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final Stores stores = ConfiguredStores.of(memory);
    private final LocalQueues queues = new LocalQueues();
    private final LocalRecords records = new LocalRecords(BatchIds.PARTITIONS);
    private Process process = new Process();

    BatchServiceTest() {
        memory.createBucket("images");
        byte[] disk = new byte[1 << 20];
        new Random(1).nextBytes(disk);
        List.of("0", "1", "2").forEach(name -> put(name, disk));
    }

    @AfterEach
    void stop() {
        process.stop();
    }

    @Test
    void aBatchThatNeedsNoWordRunsToItsEnd() {
        String id = submit("", 2);

        assertThat(end(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
        assertThat(status(id).percent()).isEqualTo(100);
    }

    @Test
    void theSameTokenAndDocumentIsTheSameBatch() {
        String id = submit("clientToken: once\n", 1);

        assertThat(submit("clientToken: once\n", 1)).isEqualTo(id);
        end(id);
        assertThat(submit("clientToken: once\n", 1)).isEqualTo(id);
        assertThat(process.service.list()).hasSize(1);
        assertThatThrownBy(() -> submit("clientToken: once\n", 2))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(id);
        assertThat(submit("clientToken: once\ntenant: other\n", 2)).isNotEqualTo(id);
    }

    @Test
    void theTokenIsKnownToTheNextCoordinatorToo() {
        String id = submit("clientToken: once\n", 1);
        end(id);
        restart();

        assertThat(submit("clientToken: once\n", 1)).isEqualTo(id);
        assertThat(process.service.list()).hasSize(1);
    }

    @Test
    void nothingOfABatchIsDoneUntilSomebodySaysGo() {
        String id = submit("confirmationRequired: true\n", 1);
        assertThat(status(id).state()).isIn(BatchState.Open.PREPARING, BatchState.Open.SUSPENDED);
        restart();
        await().until(() -> status(id).state() == BatchState.Open.SUSPENDED);
        assertThat(status(id).estimate().orElseThrow().items()).hasSize(1);
        assertThat(status(id).items()).containsEntry(ItemState.Open.PENDING, 1);

        process.service.orders().confirm(id);

        assertThat(end(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
    }

    @Test
    void aPausedBatchStaysPausedForTheNextCoordinatorAndGoesOnWhenResumed() {
        process.workers.forEach(WorkerPool::close);
        String id = submit("", 3);
        await().until(() -> status(id).state() == BatchState.Open.ACTIVE);
        process.service.orders().pause(id);
        process.service.orders().pause(id);
        assertThat(status(id).state()).isEqualTo(BatchState.Open.PAUSED);

        restart();
        assertThat(status(id).state()).isEqualTo(BatchState.Open.PAUSED);
        process.service.orders().resume(id);
        process.service.orders().resume(id);

        assertThat(end(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
        assertThat(process.service.orders().pause(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
    }

    @Test
    void aSuspendedOrPausedBatchCanBeCancelled() {
        String suspended = submit("confirmationRequired: true\n", 2);
        process.service.orders().cancel(suspended);

        assertThat(end(suspended).state()).isEqualTo(BatchState.Ended.CANCELLED);
        assertThat(status(suspended).items()).containsEntry(ItemState.Ended.CANCELLED, 2);
    }

    @Test
    void whoeverLostItsPartitionsUnheardTakesNothingInThem() {
        RecordedState other = new RecordedState(records.open());
        other.claim(Set.of(0, 1, 2, 3));

        for (int i = 0; i < 40; i++) {
            String id = submit("confirmationRequired: true\n", 1);
            assertThat(BatchIds.partition(id)).isGreaterThan(3);
            process.service.orders().cancel(id);
            end(id);
        }

        other.claim(process.service.owned());
        assertThatThrownBy(() -> submit("", 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("being replaced");
        assertThat(process.service.owned()).isEmpty();
    }

    @Test
    void aBatchOfWhichNothingCanBeRecordedIsTakenUpAgainWithItsPartition() {
        String id = submit("confirmationRequired: true\n", 2);
        process.service.orders().confirm(id);
        process.log.goAway();
        await().until(() -> process.service.owned().size() < BatchIds.PARTITIONS);
        assertThat(process.service.list()).isEmpty();
        assertThat(process.service.isOpen()).isTrue();

        process.log.comeBack();
        process.service.member().claim(Set.of(BatchIds.partition(id)));

        assertThat(end(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
    }

    @Test
    void anOrderThatCanNotBeRecordedSinceThePartitionIsLostIsToBeGivenAgain() {
        memory.delete(object("0"));
        String id = submit("", 1);
        end(id);
        new RecordedState(records.open()).claim(process.service.owned());

        assertThatThrownBy(() -> process.service.orders().retry(id))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("ask again");
        assertThat(process.service.owned()).hasSize(BatchIds.PARTITIONS - 1);
    }

    @Test
    void aChangedPriorityIsRemembered() {
        String id = submit("confirmationRequired: true\npriority: 10\n", 1);
        assertThat(status(id).priority()).isEqualTo(new Priority(10));

        process.service.orders().prioritize(id, new Priority(90));
        restart();

        assertThat(status(id).priority()).isEqualTo(new Priority(90));
    }

    @Test
    void onlyWhatFailedIsTriedAgain() {
        memory.delete(object("1"));
        String id = submit("", 3);
        assertThat(end(id).state()).isEqualTo(BatchState.Ended.FAILED);
        put("1", new byte[1 << 20]);

        process.service.orders().retry(id);

        assertThat(end(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
        assertThat(status(id).items()).containsEntry(ItemState.Ended.SUCCEEDED, 3);
        restart();
        assertThat(status(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
        assertThat(process.service.orders().retry(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
    }

    @Test
    void whatWasCancelledCanBeTriedAgainToo() {
        String id = submit("confirmationRequired: true\n", 1);
        process.service.orders().cancel(id);
        end(id);

        process.service.orders().retry(id);

        assertThat(end(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
    }

    @Test
    void aBatchThatHasNotEndedIsNotTriedAgain() {
        String id = submit("confirmationRequired: true\n", 1);

        assertThatThrownBy(() -> process.service.orders().retry(id)).isInstanceOf(ConflictException.class);
    }

    @Test
    void whatWasPurgedIsForgottenForGoodAndItsTokenIsFree() {
        String id = submit("clientToken: once\n", 1);
        end(id);

        process.service.orders().purge(id);

        assertThatThrownBy(() -> process.service.orders().purge(id)).hasMessageContaining("does not exist");
        restart();
        assertThat(process.service.list()).isEmpty();
        assertThat(submit("clientToken: once\n", 2)).isEqualTo(id);
        assertThat(status(id).itemCount()).isEqualTo(2);
    }

    @Test
    void aBatchThatHasNotEndedIsNotPurged() {
        String id = submit("confirmationRequired: true\n", 1);

        assertThatThrownBy(() -> process.service.orders().purge(id))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("cancel it");
        assertThat(status(id).state()).isIn(BatchState.Open.PREPARING, BatchState.Open.SUSPENDED);
    }

    @Test
    void whatEndedLongAgoIsForgottenAndWhatHasNotEndedIsNot() {
        String ended = submit("", 1);
        String waiting = submit("confirmationRequired: true\n", 1);
        Instant end = end(ended).ended().orElseThrow();

        process.service.forgetOldOnes(end.plus(Duration.ofDays(30)));
        assertThat(process.service.list()).hasSize(2);
        process.service.forgetOldOnes(end.plus(Duration.ofDays(30)).plusMillis(1));

        assertThat(process.service.list()).extracting(BatchStatus::id).containsExactly(waiting);
        restart();
        assertThat(process.service.list()).extracting(BatchStatus::id).containsExactly(waiting);
    }

    @Test
    void whenMoreItemsFailThanAreToleratedTheOthersAreGivenUp() {
        memory.delete(object("0"));
        String id = submit("toleratedFailures: {count: 0}\nlimits: {maxConcurrentItems: 1}\n", 3);

        assertThat(end(id).state()).isEqualTo(BatchState.Ended.FAILED);
        assertThat(codes(id)).containsExactly(ErrorCode.NOT_FOUND, ErrorCode.GIVEN_UP, ErrorCode.GIVEN_UP);
    }

    @Test
    void toleratedFailuresDoNotSpoilABatch() {
        memory.delete(object("0"));
        String id = submit("toleratedFailures: {percent: 34}\n", 3);

        assertThat(end(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
        assertThat(status(id).percent()).isLessThan(100);
    }

    @Test
    void whatIsNotDoneByTheDeadlineFails() {
        process.workers.forEach(WorkerPool::close);
        String id = submit("deadline: 2026-01-01T00:00:00Z\n", 2);

        assertThat(end(id).state()).isEqualTo(BatchState.Ended.FAILED);
        assertThat(codes(id)).containsOnly(ErrorCode.DEADLINE_PASSED);
    }

    @Test
    void whatIsOutIsCountedByWhoeverHasTheBatchAndByNobodyElse() {
        process.workers.forEach(WorkerPool::close);
        String id = submit("", 2);
        await().until(() -> gauge("vmloom_task_backlog") == 2);
        assertThat(gauge("vmloom_backlog_bytes")).isEqualTo(2 << 20);
        assertThat(process.telemetry.exposition())
                .contains("vmloom_batch_bytes{batch=\"" + id + "\",name=\"exit\",part=\"left\",} 2097152.0");
        Set<Integer> all = process.service.owned();

        process.service.member().leave(all);

        assertThat(gauge("vmloom_task_backlog")).isZero();
        assertThat(gauge("vmloom_backlog_bytes")).isZero();
        assertThat(gauge("vmloom_state_partitions")).isZero();
        assertThat(process.telemetry.exposition()).doesNotContain("batch=\"" + id);

        process.service.member().claim(all);

        await().until(() -> gauge("vmloom_task_backlog") == 2);
        assertThat(gauge("vmloom_state_partitions")).isEqualTo(BatchIds.PARTITIONS);
        try (WorkerPool late = process.worker()) {
            assertThat(end(id).state()).isEqualTo(BatchState.Ended.COMPLETE);
        }
        assertThat(gauge("vmloom_task_backlog")).isZero();
        assertThat(gauge("vmloom_backlog_bytes")).isZero();
    }

    /** As it is scraped now. */
    private double gauge(String name) {
        process.service.measure();
        return process.telemetry
                .exposition()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private String submit(String terms, int items) {
        return process.service.submit(manifest(terms, items));
    }

    private static Manifest manifest(String terms, int items) {
        String listed = IntStream.range(0, items)
                .mapToObj(number -> "  - source: {uri: s3://images/" + number + ".raw, format: raw}\n"
                        + "    output: {uri: s3://images/" + number + ".qcow2}\n")
                .collect(Collectors.joining());
        String document = "apiVersion: vmloom.io/v1\nname: exit\n" + terms + "items:\n" + listed;
        return ManifestReader.read("batch.yaml", document.getBytes(UTF_8), Path.of("/"));
    }

    private BatchStatus status(String id) {
        return process.service.batch(id).status();
    }

    private BatchStatus end(String id) {
        await().until(() -> status(id).state() instanceof BatchState.Ended);
        return status(id);
    }

    private List<ErrorCode> codes(String id) {
        return process.service.batch(id).items(_ -> true, 0, 100).stream()
                .map(BatchServiceTest::code)
                .toList();
    }

    private static ErrorCode code(ItemStatus item) {
        return ((ItemOutcome.Failed) item.report().orElseThrow().outcome()).code();
    }

    private void put(String name, byte[] disk) {
        memory.put(object(name), Content.of(disk), Map.of(), Precondition.NONE);
    }

    private static Location.InBucket object(String name) {
        return new Location.InBucket("images", name + ".raw");
    }

    /** As after a crash: the former one records nothing more. */
    private void restart() {
        process.crash();
        process = new Process();
    }

    private final class Process {
        private final FailingLog log = new FailingLog(new RecordedState(records.open()));
        private final Schedule schedule = Schedule.ofOneProcess(2);
        private final Telemetry telemetry = Telemetry.of(Set.of(Side.COORDINATOR));
        private final TaskMeter meter = new TaskMeter(telemetry);
        private final Coordinator coordinator = new Coordinator(
                stores,
                new OpenLocalTargets(),
                meter.counted(queues.taskPublisher()),
                meter.counted(queues.resultSubscriber()),
                DispatchPolicy.DEFAULT,
                schedule,
                KeyAccess.NONE);
        private final BatchService service = new BatchService(
                coordinator::resume,
                schedule,
                log,
                CancelPublisher.NONE,
                new ServiceLimits(10, 10, Optional.of(Duration.ofDays(30))),
                telemetry,
                meter,
                new Watch(BeatSubscriber.NONE, 3),
                new DryRun(
                        OverlayStage.over(
                                stores,
                                (over, reads, compressedTo) -> new TaskRehearsal(over, reads, compressedTo)::run),
                        KeyAccess.NONE,
                        2));
        private final List<WorkerPool> workers = List.of(worker());

        private Process() {
            new SoleOwner(BatchIds.PARTITIONS).join("", service.member());
        }

        private WorkerPool worker() {
            return new WorkerPool(
                    1,
                    queues::taskSubscriber,
                    queues.resultPublisher(),
                    CancelledWork.NONE,
                    stores,
                    new OpenLocalTargets(),
                    KeyWrap.ofThisProcess(),
                    Telemetry.none());
        }

        /** Whoever comes next claims everything, and this one hears of it. */
        private void crash() {
            service.member().leave(service.owned());
            workers.forEach(WorkerPool::close);
            coordinator.close();
        }

        private void stop() {
            service.close();
            workers.forEach(WorkerPool::close);
            coordinator.close();
        }
    }
}
