package io.vmloom.coordinator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ErrorCode;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.task.TaskKind;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemWatchTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ItemWatch watch = new ItemWatch(() -> now);

    @Test
    void aTaskThatTakesFarLongerThanOthersIsSlowOnceAWorkerHasIt() {
        watch.hear(new WorkEvent.Planned(Work.shape(100), 0));
        IntStream.range(0, 50).forEach(index -> watch.hear(new WorkEvent.Accepted(Work.converted(index))));
        watch.hear(new WorkEvent.Issued(Work.digest(1), 2));
        Instant begun = now;
        now = now.plusSeconds(60);

        TaskView queued = watch.view(_ -> Optional.empty()).tasks().getFirst();
        TaskView running = watch.view(_ -> Optional.of(new WorkerBook.Running("w", begun)))
                .tasks()
                .getFirst();

        assertThat(queued.slow()).isFalse();
        assertThat(running.slow()).isTrue();
        assertThat(running.seconds()).isEqualTo(60);
        assertThat(running.attempt()).isEqualTo(2);
        assertThat(running.worker()).contains("w");
    }

    @Test
    void quantilesAreThoseOfTheTasks() {
        watch.hear(new WorkEvent.Planned(Work.shape(101), 0));
        IntStream.rangeClosed(0, 100)
                .forEach(index ->
                        watch.hear(new WorkEvent.Accepted(Work.converted(index, index, new StoredFragment.InFile()))));

        assertThat(watch.view(_ -> Optional.empty()).times())
                .contains(new TaskTimes.Quantiles(101, 0, 25, 50, 75, 95, 100));
    }

    @Test
    void whatWasDoneBeforeARestartIsInTheMapAndTheTotalAndIsNoThroughput() {
        watch.hear(new WorkEvent.Planned(Work.shape(2), 0));
        watch.hear(new WorkEvent.Known(Work.converted(0)));
        watch.hear(new WorkEvent.Accepted(Work.converted(1)));

        ItemWatch.View view = watch.view(_ -> Optional.empty());

        assertThat(view.guest().orElseThrow().states()).doesNotContain("w");
        assertThat(view.total().guest()).isEqualTo(2L * Work.RANGE_BYTES);
        assertThat(view.history().samples()).extracting(Amounts::guest).containsExactly((long) Work.RANGE_BYTES);
    }

    @Test
    void aTargetTellsWhatStandsInItAndWhatIsStaged() {
        watch.hear(new WorkEvent.Planned(Work.shape(4), 512));
        watch.hear(new WorkEvent.Accepted(Work.converted(0)));
        watch.hear(new WorkEvent.Accepted(Work.converted(2, 1, new StoredFragment.Empty())));

        TargetMap.View target = watch.view(_ -> Optional.empty()).target().orElseThrow();

        assertThat(target.states()).isEqualTo("pwnw");
        assertThat(target.storedBytes()).isEqualTo(Work.RANGE_BYTES);
        assertThat(target.sealed()).isFalse();
        watch.verifying();
        assertThat(watch.view(_ -> Optional.empty()).target().orElseThrow().sealed())
                .isTrue();
    }

    @Test
    void aTargetThatIsReadAgainIsVerifiedAsFarAsThat() {
        watch.hear(new WorkEvent.Planned(Work.shape(1), 0));
        watch.hear(new WorkEvent.Accepted(Work.converted(0)));
        watch.verifying();
        watch.hear(new WorkEvent.Issued(Work.digest(0), 1));
        assertThat(states()).contains("e").doesNotContain("v");

        watch.hear(new WorkEvent.Accepted(Work.digested(0)));

        assertThat(states()).contains("v").doesNotContain("e");
    }

    @Test
    void onlyTheLastTroublesAreKept() {
        for (int attempt = 1; attempt <= 50; attempt++) {
            watch.hear(new WorkEvent.Failed(
                    Work.id(TaskKind.CONVERT, 0), attempt, 50, ErrorCode.STORE_UNAVAILABLE, "no", Optional.of(now)));
        }

        assertThat(watch.view(_ -> Optional.empty()).troubles())
                .hasSize(20)
                .extracting(Trouble::attempt)
                .startsWith(50, 49)
                .doesNotContain(30);
    }

    @Test
    void anItemThatIsTriedAgainHasNothingOut() {
        watch.hear(new WorkEvent.Planned(Work.shape(2), 0));
        watch.hear(new WorkEvent.Issued(Work.digest(1), 1));

        watch.inspecting();

        assertThat(watch.view(_ -> Optional.empty()).tasks()).isEmpty();
        assertThat(watch.view(_ -> Optional.empty()).guest()).isEmpty();
    }

    @Test
    void anItemThatIsPlannedAnewBeginsAnew() {
        watch.hear(new WorkEvent.Planned(Work.shape(2), 0));
        watch.hear(new WorkEvent.Accepted(Work.converted(0)));
        watch.hear(new WorkEvent.Issued(Work.digest(1), 1));

        watch.hear(new WorkEvent.Planned(Work.shape(2), 0));

        assertThat(states()).doesNotContain("e");
        assertThat(watch.view(_ -> Optional.empty()).tasks()).isEmpty();
    }

    private String states() {
        return watch.view(_ -> Optional.empty()).guest().orElseThrow().states();
    }
}
