package io.vmloom.worker.convert;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ImageException;
import io.vmloom.error.InternalException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Reads windows on virtual threads, several reads at a time. Thread-safe. */
final class WindowFetcher {
    /** Reads that one process has under way at once. */
    private static final int MAX_READS = 16;

    private final ExecutorService threads;
    private final Semaphore reads = new Semaphore(MAX_READS);

    WindowFetcher(ExecutorService threads) {
        this.threads = threads;
    }

    Future<FetchedWindow> start(Window window, List<ByteSource> members) {
        return threads.submit(() -> fetch(window, members));
    }

    /** Waits for a window; failures come as they were thrown. */
    static FetchedWindow await(Future<FetchedWindow> window) {
        try {
            return window.get();
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
        List<Future<FetchedWindow.Block>> running = new ArrayList<>();
        for (Fetch fetch : fetches) {
            running.add(threads.submit(() -> read(fetch, members)));
        }
        List<FetchedWindow.Block> blocks = new ArrayList<>();
        for (Future<FetchedWindow.Block> read : running) {
            try {
                blocks.add(read.get());
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

    private FetchedWindow.Block read(Fetch fetch, List<ByteSource> members) throws InterruptedException {
        ByteSource source = members.get(fetch.member());
        if (fetch.end() > source.sizeBytes()) {
            throw ImageException.invalid(
                    source.name(),
                    fetch.hostOffset(),
                    fetch.lengthBytes() + " bytes are wanted here, past the end of the file at 0x"
                            + Long.toHexString(source.sizeBytes()));
        }
        byte[] bytes = new byte[fetch.lengthBytes()];
        reads.acquire();
        try {
            source.read(fetch.hostOffset(), ByteBuffer.wrap(bytes));
        } finally {
            reads.release();
        }
        return new FetchedWindow.Block(fetch, bytes);
    }
}
