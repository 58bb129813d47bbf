package io.vmloom.coordinator.watch;

import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.fragment.IndexRef;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.range.WorkRange;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.util.List;

/** Ranges, tasks and results of a disk of ranges of 1 MiB: each a quarter of zeros, a half of data, and a quarter of hole. */
final class Work {
    static final int RANGE_BYTES = 1 << 20;
    private static final int QUARTER = RANGE_BYTES / 4;

    private Work() {}

    static GuestShape shape(int ranges) {
        GuestShape.Builder shape = new GuestShape.Builder((long) ranges * RANGE_BYTES);
        long[] starts = new long[ranges + 1];
        for (int index = 0; index <= ranges; index++) {
            starts[index] = (long) index * RANGE_BYTES;
            if (index < ranges) {
                shape.add(range(index));
            }
        }
        return shape.build(starts);
    }

    static WorkRange range(int index) {
        long start = (long) index * RANGE_BYTES;
        return new WorkRange(
                index,
                new GuestOffset(start),
                RANGE_BYTES,
                2 * QUARTER,
                List.of(
                        new Extent(new GuestOffset(start), QUARTER, Mapping.Zero.INSTANCE),
                        new Extent(
                                new GuestOffset(start + QUARTER),
                                2 * QUARTER,
                                new Mapping.Data(0, new HostOffset(start))),
                        new Extent(new GuestOffset(start + 3 * QUARTER), QUARTER, Mapping.Unallocated.INSTANCE)));
    }

    static TaskId id(TaskKind kind, int index) {
        return new TaskId("b00-x-0", 0, kind, index, 1);
    }

    static Task digest(int index) {
        return new Task.Digest(id(TaskKind.DIGEST, index), List.of(), range(index));
    }

    static TaskResult digested(int index) {
        return new TaskResult.Digested(id(TaskKind.DIGEST, index), List.of(), stats(1));
    }

    static TaskResult.Converted converted(int index, double seconds, StoredFragment stored) {
        return new TaskResult.Converted(
                id(TaskKind.CONVERT, index),
                2 * QUARTER,
                stored,
                new IndexRef.Inline(ByteBuffer.allocate(0)),
                List.of(),
                stats(seconds));
    }

    static TaskResult.Converted converted(int index) {
        return converted(index, 1, new StoredFragment.InFile());
    }

    private static WorkStats stats(double seconds) {
        return new WorkStats(2 * QUARTER, RANGE_BYTES, 2 * QUARTER, 2 * QUARTER, 0, (long) (seconds * 1e9));
    }
}
