package io.vmloom.worker.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.digest.Sha256;
import io.vmloom.error.ErrorCode;
import io.vmloom.fragment.TaskResult;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.store.Content;
import io.vmloom.store.FileRange;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HasherTest {
    private static final Location.InBucket DISK = new Location.InBucket("b", ".vmloom/b00-a-1/disk.vmdk");
    private static final TaskId ID = new TaskId("b00-a-2", 0, TaskKind.HASH, 0, 1);

    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final ExecutorService readThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final byte[] bytes = new byte[50 << 20];

    HasherTest() {
        memory.createBucket("b");
        new Random(1).nextBytes(bytes);
    }

    @AfterEach
    void stop() {
        readThreads.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 52428800", "0, 0", "0, 1", "4194304, 4194304", "513, 41000003", "52428799, 1"})
    void bytesAreDigestedInTheirOrder(int start, int length) {
        TaskResult result = run(new Task.Hash(ID, new FileRange(put(), start, length)), _ -> false);

        MessageDigest expected = Sha256.start();
        expected.update(bytes, start, length);
        assertThat(result).isInstanceOfSatisfying(TaskResult.Hashed.class, hashed -> {
            assertThat(hashed.sha256()).isEqualTo(HexFormat.of().formatHex(expected.digest()));
            assertThat(hashed.stats().sourceBytes()).isEqualTo(length);
        });
    }

    @Test
    void anotherVersionUnderTheSameKeyIsNotDigested() {
        ObjectVersion pinned = put();
        bytes[7]++;
        put();

        assertThat(run(new Task.Hash(ID, FileRange.whole(pinned)), _ -> false))
                .isInstanceOfSatisfying(
                        TaskResult.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
    }

    @Test
    void whatIsCancelledIsNotGoneOnWith() {
        AtomicInteger asked = new AtomicInteger();

        TaskResult result = run(new Task.Hash(ID, FileRange.whole(put())), _ -> asked.incrementAndGet() == 3);

        assertThat(result)
                .isInstanceOfSatisfying(
                        TaskResult.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    private ObjectVersion put() {
        return memory.put(DISK, Content.of(bytes.clone()), Map.of(), Precondition.NONE);
    }

    private TaskResult run(Task task, Predicate<TaskId> cancelled) {
        try (TaskRunner worker = new TaskRunner(
                ConfiguredStores.of(memory), new OpenLocalTargets(), KeyWrap.absent(), cancelled, readThreads)) {
            return worker.run(task);
        }
    }
}
