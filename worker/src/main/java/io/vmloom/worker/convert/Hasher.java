package io.vmloom.worker.convert;

import io.vmloom.digest.Sha256;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.source.ByteSource;
import io.vmloom.source.Section;
import io.vmloom.store.FileRange;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;

/** Digests bytes of a file as they are, in order. Thread-safe. */
final class Hasher {
    private final Stores stores;
    private final ExecutorService readThreads;

    Hasher(Stores stores, ExecutorService readThreads) {
        this.stores = stores;
        this.readThreads = readThreads;
    }

    /** @param proceed called between pieces; what it throws ends the task */
    TaskResult run(Task.Hash task, Runnable proceed) {
        long started = System.nanoTime();
        FileRange range = task.bytes();
        MessageDigest digest = Sha256.start();
        try (ByteSource file = stores.open(range.file());
                ReadAhead bytes = new ReadAhead(
                        new Section(file, range.start(), range.lengthBytes(), file.name()), readThreads)) {
            while (bytes.hasNext()) {
                proceed.run();
                digest.update(bytes.next());
            }
        }
        WorkStats stats = new WorkStats(range.lengthBytes(), 0, 0, 0, 0, System.nanoTime() - started);
        return new TaskResult.Hashed(task.id(), HexFormat.of().formatHex(digest.digest()), stats);
    }
}
