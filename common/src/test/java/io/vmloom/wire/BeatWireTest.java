package io.vmloom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.queue.TaskSpan;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BeatWireTest {
    private static final Instant AT = Instant.ofEpochMilli(1_790_000_000_123L);

    @Test
    void aBeatComesBackAsItWas() throws WireException {
        WorkerBeat beat = new WorkerBeat(
                "pod-7-x1f3",
                2,
                AT,
                List.of(
                        new TaskSpan(
                                new TaskId("b07-x-3", 1, TaskKind.CONVERT, 9, 2),
                                "team-a",
                                0,
                                AT.minusMillis(1500),
                                1500,
                                TaskSpan.State.RUNNING),
                        new TaskSpan(
                                new TaskId("b07-x-3", 1, TaskKind.DIGEST, 0, 1),
                                "team-a",
                                1,
                                AT.minusMillis(10),
                                3,
                                TaskSpan.State.FAILED)),
                true);

        assertThat(BeatWire.decode(BeatWire.encode(beat))).isEqualTo(beat);
        assertThat(beat.spans().getLast().ended()).isEqualTo(AT.minusMillis(7));
    }

    @Test
    void whatIsNoBeatIsRefused() {
        assertThatThrownBy(() -> BeatWire.decode("no".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(WireException.class);
        assertThatThrownBy(() -> BeatWire.decode(Envelope.write(Envelope.of("DRUM", "w"))))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("DRUM");
    }
}
