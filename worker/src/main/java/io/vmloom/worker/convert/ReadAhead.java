package io.vmloom.worker.convert;

import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;

/** The bytes of a source in order, of which several pieces are on their way at once. Closing it leaves the source open. */
final class ReadAhead implements AutoCloseable {
    /** A stream of most stores is slower than one core digests. */
    private static final int PIECES = 6;

    private final ByteSource source;
    private final ExecutorService threads;
    private final Queue<FutureTask<ByteBuffer>> reads = new ArrayDeque<>();
    private long begun;

    ReadAhead(ByteSource source, ExecutorService threads) {
        this.source = source;
        this.threads = threads;
    }

    boolean hasNext() {
        return !reads.isEmpty() || begun < source.sizeBytes();
    }

    /** Failures come as they were thrown. */
    ByteBuffer next() {
        while (reads.size() < PIECES && begun < source.sizeBytes()) {
            begin();
        }
        FutureTask<ByteBuffer> first = reads.poll();
        if (first == null) {
            throw new NoSuchElementException(source.name() + " has no more than " + source.sizeBytes() + " bytes");
        }
        return WindowFetcher.await(first);
    }

    private void begin() {
        long offset = begun;
        int length = (int) Math.min(source.readBytes(), source.sizeBytes() - offset);
        begun += length;
        FutureTask<ByteBuffer> read = new FutureTask<>(() -> {
            ByteBuffer piece = ByteBuffer.allocate(length);
            source.read(offset, piece);
            return piece.flip();
        });
        reads.add(read);
        threads.execute(read);
    }

    @Override
    public void close() {
        reads.forEach(read -> read.cancel(true));
    }
}
