package io.vmloom.coordinator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.queue.TaskSpan;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.task.TaskKind;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerBookTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final WorkerBook book = new WorkerBook(() -> now);

    @Test
    void aTaskIsWithTheWorkerThatToldOfItLast() {
        book.hear(beat("a", span(0, TaskSpan.State.RUNNING)));
        assertThat(book.running().get(Work.id(TaskKind.CONVERT, 0))).isEqualTo(new WorkerBook.Running("a", now));

        book.hear(beat("a", span(0, TaskSpan.State.DONE)));

        assertThat(book.running()).isEmpty();
        assertThat(book.workers().getFirst().spans()).hasSize(1);
    }

    @Test
    void aWorkerThatIsSilentHasNothingAndIsForgottenInTheEnd() {
        book.hear(beat("a", span(0, TaskSpan.State.RUNNING)));

        now = now.plusSeconds(30);
        assertThat(book.workers()).extracting(WorkerBook.View::alive).containsExactly(false);
        assertThat(book.running()).isEmpty();

        now = now.plus(WorkerBook.KEPT);
        assertThat(book.workers()).isEmpty();
    }

    @Test
    void aWorkerThatSaysThatItStopsIsGoneAtOnce() {
        book.hear(new WorkerBeat("a", 1, now, List.of(), true));

        assertThat(book.workers()).extracting(WorkerBook.View::alive).containsExactly(false);
    }

    @Test
    void nobodyFillsTheMemory() {
        for (int beat = 0; beat < 100; beat++) {
            book.hear(new WorkerBeat(
                    "a",
                    1,
                    now,
                    IntStream.range(0, 100)
                            .mapToObj(index -> span(index, TaskSpan.State.DONE))
                            .toList(),
                    false));
        }
        IntStream.range(0, 10_000).forEach(worker -> book.hear(beat("w" + worker, span(0, TaskSpan.State.DONE))));

        assertThat(book.workers()).hasSizeLessThanOrEqualTo(2000);
        assertThat(book.workers())
                .allSatisfy(worker -> assertThat(worker.spans()).hasSizeLessThanOrEqualTo(400));
    }

    @Test
    void aWorkerIsWantedForEveryFewTasks() {
        assertThat(new Scaling(34, 10, 5, 2).reason()).isEqualTo("7 workers wanted because 34 tasks / 5 per worker");
        assertThat(new Scaling(1, 0, 5, 0).reason()).isEqualTo("1 worker wanted because 1 task / 5 per worker");
        assertThat(new Scaling(0, 0, 5, 2).wanted()).isZero();
        assertThatThrownBy(() -> new Scaling(1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private WorkerBeat beat(String worker, TaskSpan span) {
        return new WorkerBeat(worker, 1, now, List.of(span), false);
    }

    private TaskSpan span(int index, TaskSpan.State state) {
        return new TaskSpan(Work.id(TaskKind.CONVERT, index), "default", 0, now, 1000, state);
    }
}
