package io.vmloom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.fragment.TaskResult;
import io.vmloom.task.Task;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Properties over many random messages; the seed of a failure is in its message. */
class RoundTripTest {
    private static final int SEEDS = 500;

    @Test
    void everyTaskComesBackAsItWas() throws WireException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Task task = new RandomMessages(seed).task();
            assertThat(TaskWire.decode(TaskWire.encode(task)))
                    .as("seed %d", seed)
                    .isEqualTo(new TaskMessage.Whole(task));
        }
    }

    @Test
    void everyResultComesBackAsItWas() throws WireException {
        for (long seed = 0; seed < SEEDS; seed++) {
            TaskResult result = new RandomMessages(seed).result();
            assertThat(ResultWire.decode(ResultWire.encode(result)))
                    .as("seed %d", seed)
                    .isEqualTo(result);
        }
    }

    @Test
    void equalMessagesHaveEqualBytes() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(TaskWire.encode(new RandomMessages(seed).task()))
                    .as("seed %d", seed)
                    .isEqualTo(TaskWire.encode(new RandomMessages(seed).task()));
        }
    }

    @Test
    void aCutMessageIsRefused() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomMessages messages = new RandomMessages(seed);
            Random random = new Random(seed);
            byte[] task = TaskWire.encode(messages.task());
            byte[] result = ResultWire.encode(messages.result());

            assertThat(decodes(() -> TaskWire.decode(Arrays.copyOf(task, random.nextInt(task.length)))))
                    .as("seed %d", seed)
                    .isFalse();
            assertThat(decodes(() -> ResultWire.decode(Arrays.copyOf(result, random.nextInt(result.length)))))
                    .as("seed %d", seed)
                    .isFalse();
        }
    }

    /** A change may well go unnoticed, as the queue has checksums of its own; but it never has another outcome. */
    @Test
    void aDamagedMessageIsReadOrRefused() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomMessages messages = new RandomMessages(seed);
            byte[] task = TaskWire.encode(messages.task());
            byte[] result = ResultWire.encode(messages.result());
            Random random = new Random(seed);
            for (int round = 0; round < 10; round++) {
                damage(task, random);
                damage(result, random);
                decodes(() -> TaskWire.decode(task));
                decodes(() -> ResultWire.decode(result));
            }
        }
    }

    @Test
    void arbitraryBytesAreRefused() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertThat(decodes(() -> TaskWire.decode(bytes)))
                    .as("seed %d", seed)
                    .isFalse();
        }
    }

    private interface Decoding {
        Object decode() throws WireException;
    }

    /** Anything but a {@link WireException} fails the test. */
    private static boolean decodes(Decoding decoding) {
        try {
            decoding.decode();
            return true;
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank().isNotEqualTo("null");
            return false;
        }
    }

    private static void damage(byte[] bytes, Random random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
}
