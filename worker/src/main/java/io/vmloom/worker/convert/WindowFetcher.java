package io.vmloom.worker.convert;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ImageException;
import io.vmloom.error.InternalException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/** Reads windows on virtual threads, several reads at a time. Thread-safe. */
final class WindowFetcher {
    /** Reads that one process has under way at once. */
    private static final int MAX_READS = 16;

    private final ExecutorService threads;
    private final BlockPool blocks;
    private final Semaphore reads = new Semaphore(MAX_READS);

    /** @param blocks where arrays to read into come from */
    WindowFetcher(ExecutorService threads, BlockPool blocks) {
        this.threads = threads;
        this.blocks = blocks;
    }

    FutureTask<FetchedWindow> start(Window window, List<ByteSource> members) {
        return begin(() -> fetch(window, members));
    }

    /** Waits for what is read, or reads it here if no thread has begun to; failures come as they were thrown. */
    static <T> T await(FutureTask<T> read) {
        try {
            return result(read);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConversionException failure) {
                throw failure;
            }
            throw new InternalException("reading the source failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("reading the source");
        }
    }

    private FetchedWindow fetch(Window window, List<ByteSource> members) throws InterruptedException {
        List<Fetch> fetches = FetchPlan.of(window);
        if (fetches.size() == 1) {
            return new FetchedWindow(window, List.of(read(fetches.getFirst(), members)));
        }
        List<FutureTask<FetchedWindow.Block>> running = new ArrayList<>();
        for (Fetch fetch : fetches) {
            running.add(begin(() -> read(fetch, members)));
        }
        List<FetchedWindow.Block> blocks = new ArrayList<>();
        for (FutureTask<FetchedWindow.Block> read : running) {
            try {
                blocks.add(result(read));
            } catch (ExecutionException e) {
                running.forEach(other -> other.cancel(true));
                if (e.getCause() instanceof ConversionException failure) {
                    throw failure;
                }
                throw new InternalException("reading the source failed: " + e.getCause(), e.getCause());
            }
        }
        return new FetchedWindow(window, blocks);
    }

    private <T> FutureTask<T> begin(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        threads.execute(task);
        return task;
    }

    /** Whoever waits does the work itself unless it is under way: on a busy machine a hand-over takes longer than a read. */
    private static <T> T result(FutureTask<T> task) throws ExecutionException, InterruptedException {
        task.run();
        return task.get();
    }

    private FetchedWindow.Block read(Fetch fetch, List<ByteSource> members) throws InterruptedException {
        ByteSource source = members.get(fetch.member());
        if (fetch.end() > source.sizeBytes()) {
            throw ImageException.invalid(
                    source.name(),
                    fetch.hostOffset(),
                    fetch.lengthBytes() + " bytes are wanted here, past the end of the file at 0x"
                            + Long.toHexString(source.sizeBytes()));
        }
        byte[] bytes = blocks.take(fetch.lengthBytes());
        reads.acquire();
        try {
            source.read(fetch.hostOffset(), ByteBuffer.wrap(bytes, 0, fetch.lengthBytes()));
        } finally {
            reads.release();
        }
        return new FetchedWindow.Block(fetch, bytes);
    }
}
