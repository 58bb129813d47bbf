package io.vmloom.coordinator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.FencedException;
import io.vmloom.queue.local.LocalRecords;
import io.vmloom.store.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final Location.InBucket TARGET = new Location.InBucket("b", "k");
    private static final ItemOutcome OUTCOME = new ItemOutcome.Failed(ErrorCode.NOT_FOUND, "no disk");

    private final LocalRecords records = new LocalRecords(BatchIds.PARTITIONS);

    @Test
    void batchesThatAreNotOverComeBackWithWhatIsKnownOfTheirItems() {
        StateLog log = open();
        Batch first = submit(log, "b03-A", 2);
        submit(log, "b01-B", 1);
        ItemJournal journal = journal(log, first.items().getFirst());
        journal.start();
        journal.begin(new StateRecord.ItemBegun("b03-A-0", 0, List.of(), "plan"));
        SplittableRandom random = new SplittableRandom(1);
        journal.accept(Stream.of(5, 3)
                .map(range -> StateRecords.accepted(random, range, "b03-A-0").result())
                .toList());

        List<RecoveredBatch> recovered = unfinished(open());

        assertThat(recovered).extracting(batch -> batch.batch().id()).containsExactly("b01-B", "b03-A");
        assertThat(recovered.get(1).batch()).isEqualTo(first);
        ItemHistory history = recovered.get(1).history(first.items().getFirst());
        assertThat(history.runs()).isEqualTo(1);
        assertThat(history.accepted()).extracting(result -> result.id().index()).containsExactly(3, 5);
        assertThat(recovered.get(1).history(first.items().get(1))).isEqualTo(ItemHistory.NONE);
    }

    @Test
    void aBatchWhoseCancellationWasAskedForIsCancelled() {
        StateLog log = open();
        submit(log, "b03-A", 1);
        log.append(new StateRecord.CancelRequested("b03-A", Instant.EPOCH));

        assertThat(unfinished(open()))
                .singleElement()
                .satisfies(batch -> assertThat(batch.orders().cancelled()).isTrue());
    }

    @Test
    void anEndedItemIsOverWhenNothingOfItIsLeft() {
        StateLog log = open();
        Batch batch = submit(log, "b03-A", 1);
        ItemJournal journal = journal(log, batch.items().getFirst());
        journal.begin(new StateRecord.ItemBegun("b03-A-0", 0, List.of(), "plan"));
        journal.completing(new StateRecord.Completing("b03-A-0", "target", TARGET, "hash"));
        journal.end(OUTCOME, Duration.ofSeconds(3));
        log.append(new StateRecord.BatchEnded("b03-A", Instant.EPOCH));
        assertThat(unfinished(open())).hasSize(1);

        journal(open(), batch.items().getFirst()).forget();

        assertThat(unfinished(open())).isEmpty();
        assertThat(Recovery.in(open(), 3))
                .singleElement()
                .satisfies(known -> assertThat(
                                known.history(batch.items().getFirst()).ended())
                        .hasValueSatisfying(ended -> assertThat(ended.outcome()).isEqualTo(OUTCOME)));
    }

    @Test
    void aForgottenBatchLeavesNoRecord() {
        StateLog log = open();
        Batch batch = submit(log, "b03-A", 1);
        ItemJournal journal = journal(log, batch.items().getFirst());
        journal.start();
        journal.end(OUTCOME, Duration.ZERO);
        log.append(new StateRecord.BatchEnded("b03-A", Instant.EPOCH));

        Recovery.forget(log, Recovery.in(log, 3).getFirst());

        assertThat(Recovery.in(log, 3)).isEmpty();
        log.replay(3, left -> assertThat(left).isEmpty());
    }

    @Test
    void aCoordinatorThatWasReplacedWritesNothing() {
        StateLog former = open();
        Batch batch = submit(former, "b03-A", 1);
        open();

        assertThatThrownBy(() -> journal(former, batch.items().getFirst()).start())
                .isInstanceOf(FencedException.class);
    }

    private StateLog open() {
        StateLog log = new RecordedState(records.open());
        log.claim(IntStream.range(0, BatchIds.PARTITIONS).boxed().collect(Collectors.toSet()));
        return log;
    }

    private static List<RecoveredBatch> unfinished(StateLog log) {
        return IntStream.range(0, BatchIds.PARTITIONS)
                .mapToObj(partition -> Recovery.in(log, partition))
                .flatMap(List::stream)
                .filter(batch -> !batch.over())
                .toList();
    }

    private ItemJournal journal(StateLog log, ConversionRequest item) {
        RecoveredBatch known = Recovery.in(log, 3).stream()
                .filter(batch -> batch.batch().items().contains(item))
                .findAny()
                .orElseThrow();
        return new ItemJournal(item.id(), log, known.history(item));
    }

    private static Batch submit(StateLog log, String id, int items) {
        Batch batch = new Batch(
                id,
                "name",
                IntStream.range(0, items)
                        .mapToObj(i -> new ConversionRequest(
                                id + "-" + i,
                                "disk",
                                TARGET,
                                "auto",
                                "",
                                TARGET,
                                "raw",
                                Map.of(),
                                VerifyLevel.NONE,
                                OverwritePolicy.KEEP))
                        .toList());
        log.append(new StateRecord.BatchSubmitted(batch, Instant.EPOCH));
        return batch;
    }
}
