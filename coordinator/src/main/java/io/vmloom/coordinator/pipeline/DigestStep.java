package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.TaskBoard;
import io.vmloom.coordinator.dispatch.Work;
import io.vmloom.digest.GuestDigest;
import io.vmloom.digest.TreeDigest;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.range.RangeLimits;
import io.vmloom.range.RangePlanner;
import io.vmloom.range.WorkRange;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Iterator;
import java.util.function.LongConsumer;

/** Reads an image as a whole by the workers, for its guest digest. */
final class DigestStep {
    private static final long RANGE_BYTES = 32 * ByteSize.MIB;

    private DigestStep() {}

    /**
     * @param generation distinct among the digests of one item
     * @param progress hears how many data bytes are done
     */
    static GuestDigest run(
            String item, int generation, InspectedSource source, TaskBoard board, LongConsumer progress) {
        long virtualBytes = source.image().virtualBytes();
        long alignment = Math.max(GuestDigest.LEAF_BYTES, source.image().compressedUnitBytes());
        RangeLimits limits = RangeLimits.byData(Math.max(RANGE_BYTES, alignment), alignment);
        RangePlanner ranges = new RangePlanner(source.image().extents(GuestOffset.ZERO), virtualBytes, limits);
        TreeDigest digest = new TreeDigest();
        Iterator<Work> work = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ranges.hasNext();
            }

            @Override
            public Work next() {
                WorkRange range = ranges.next();
                return new Work(
                        range.index(),
                        attempt -> new Task.Digest(
                                new TaskId(item, generation, TaskKind.DIGEST, range.index(), attempt),
                                source.members(),
                                range));
            }
        };
        board.run(work, result -> {
            if (!(result instanceof TaskResult.Digested digested)) {
                throw new InternalException(
                        "a digest was answered by " + result.getClass().getSimpleName(), null);
            }
            digest.add(digested.digest());
            progress.accept(digested.stats().guestBytes() - digested.stats().zeroBytes());
        });
        return digest.digest(virtualBytes);
    }
}
