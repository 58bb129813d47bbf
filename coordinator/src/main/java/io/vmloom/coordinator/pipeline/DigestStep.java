package io.vmloom.coordinator.pipeline;

import io.vmloom.cipher.SealedCipher;
import io.vmloom.coordinator.dispatch.Work;
import io.vmloom.digest.GuestDigest;
import io.vmloom.digest.TreeDigest;
import io.vmloom.error.InternalException;
import io.vmloom.extent.OnDamage;
import io.vmloom.fragment.TaskResult;
import io.vmloom.range.RangeLimits;
import io.vmloom.range.RangePlanner;
import io.vmloom.task.Task;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Map;
import java.util.function.LongConsumer;

/** Reads an image as a whole by the workers, for its guest digest. */
final class DigestStep {
    private static final long RANGE_BYTES = 32 * ByteSize.MIB;

    private DigestStep() {}

    /** Of an image that must not be damaged; {@code progress} hears how many more data bytes are done. */
    static GuestDigest run(ItemTasks tasks, InspectedSource source, LongConsumer progress) {
        return run(tasks, source, OnDamage.REFUSE, progress);
    }

    static GuestDigest run(ItemTasks tasks, InspectedSource source, OnDamage onDamage, LongConsumer progress) {
        long virtualBytes = source.image().virtualBytes();
        long alignment = Math.max(GuestDigest.LEAF_BYTES, source.image().compressedUnitBytes());
        RangeLimits limits = RangeLimits.byData(Math.max(RANGE_BYTES, alignment), 1, alignment);
        RangePlanner ranges = new RangePlanner(source.image().extents(GuestOffset.ZERO), virtualBytes, limits);
        TreeDigest digest = new TreeDigest();
        Map<Integer, SealedCipher> ciphers = tasks.sealed(source.image());
        int generation = tasks.nextGeneration();
        tasks.board()
                .run(
                        Works.map(
                                ranges,
                                range -> new Work(
                                        range.index(),
                                        range.dataBytes(),
                                        attempt -> new Task.Digest(
                                                tasks.id(generation, TaskKind.DIGEST, range.index(), attempt),
                                                source.members(),
                                                ciphers,
                                                range,
                                                onDamage))),
                        results -> results.forEach(result -> {
                            TaskResult.Digested digested = digested(result);
                            digest.add(digested.digest());
                            progress.accept(digested.stats().guestBytes()
                                    - digested.stats().zeroBytes());
                        }));
        return digest.digest(virtualBytes);
    }

    private static TaskResult.Digested digested(TaskResult result) {
        if (result instanceof TaskResult.Digested digested) {
            return digested;
        }
        throw new InternalException(
                "a digest was answered by " + result.getClass().getSimpleName(), null);
    }
}
