package io.vmloom.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.queue.BeatPublisher;
import io.vmloom.queue.TaskSpan;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.range.WorkRange;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.GuestOffset;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PresenceTest {
    private static final Task TASK = new Task.Digest(
            new TaskId("b00-x-0", 0, TaskKind.DIGEST, 3, 1),
            List.of(),
            new WorkRange(3, GuestOffset.ZERO, 512, 0, List.of()));
    private static final TaskResult DONE =
            new TaskResult.Digested(TASK.id(), List.of(), new WorkStats(0, 0, 0, 0, 0, 0));
    private static final TaskResult FAILED = new TaskResult.Failed(TASK.id(), ErrorCode.INTERNAL, "no", false);

    private final BlockingQueue<WorkerBeat> beats = new LinkedBlockingQueue<>();
    private final BeatPublisher publisher = new BeatPublisher() {
        @Override
        public void publish(WorkerBeat beat) {
            beats.add(beat);
        }

        @Override
        public void close() {}
    };

    @Test
    void aTaskIsToldOfWhileItRunsAndWhenItHasEnded() throws Exception {
        try (Presence presence = presence(publisher)) {
            TaskResult result = presence.follow(1, TASK, _ -> {
                assertThat(spansOfTheNextBeatWithAny())
                        .extracting(TaskSpan::state)
                        .containsExactly(TaskSpan.State.RUNNING);
                return DONE;
            });
            assertThat(result).isEqualTo(DONE);
            assertThat(spansOfTheNextBeatWithAny()).first().satisfies(span -> {
                assertThat(span.state()).isEqualTo(TaskSpan.State.DONE);
                assertThat(span.task()).isEqualTo(TASK.id());
                assertThat(span.slot()).isEqualTo(1);
            });
        }
    }

    @Test
    void whoeverStopsSaysSoAndWhatEndedUntilThen() {
        try (Presence presence = presence(publisher)) {
            presence.follow(0, TASK, _ -> FAILED);
        }

        WorkerBeat last = beats.stream().reduce((_, next) -> next).orElseThrow();
        assertThat(last.last()).isTrue();
        assertThat(beats.stream().flatMap(beat -> beat.spans().stream()))
                .extracting(TaskSpan::state)
                .containsExactly(TaskSpan.State.FAILED);
    }

    @Test
    void aTaskThatThrowsHasEndedToo() {
        try (Presence presence = presence(publisher)) {
            assertThatThrownBy(() -> presence.follow(0, TASK, _ -> {
                        throw new IllegalStateException("fault");
                    }))
                    .hasMessage("fault");
        }

        assertThat(beats.stream().flatMap(beat -> beat.spans().stream()))
                .extracting(TaskSpan::state)
                .containsExactly(TaskSpan.State.FAILED);
    }

    @Test
    void whatCanNotBeToldDisturbsNoTask() {
        BeatPublisher broken = new BeatPublisher() {
            @Override
            public void publish(WorkerBeat beat) {
                throw StoreException.unavailable("the brokers", "they are away", null);
            }

            @Override
            public void close() {}
        };

        try (Presence presence = presence(broken)) {
            assertThat(presence.follow(0, TASK, _ -> DONE)).isEqualTo(DONE);
        }
    }

    private List<TaskSpan> spansOfTheNextBeatWithAny() {
        try {
            WorkerBeat beat = beats.take();
            while (beat.spans().isEmpty()) {
                beat = beats.take();
            }
            return beat.spans();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Presence presence(BeatPublisher to) {
        return new Presence(() -> "worker-a", () -> 2, to, InstantSource.system());
    }
}
