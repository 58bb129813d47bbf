package io.vmloom.worker.convert;

import io.vmloom.store.Content;
import io.vmloom.unit.HeapBlock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Collects encoded bytes in chunks, so that a long fragment is never copied together. The chunks are a pool's, which gets them
 * back when the content is released. Not thread-safe.
 */
final class ChunkBuffer {
    private final BlockPool pool;
    private final Queue<byte[]> taken = new ConcurrentLinkedQueue<>();
    private final List<Content.Chunk> chunks = new ArrayList<>();
    private byte[] current = new byte[0];
    private int start;
    private int end;
    private long lengthBytes;

    ChunkBuffer(BlockPool pool) {
        this.pool = pool;
    }

    /** Room for at least this many bytes, to be filled and then {@link #commit}ted. */
    byte[] reserve(int bytes) {
        if (current.length - end < bytes) {
            flush();
            current = pool.take(Math.max(HeapBlock.BYTES, bytes));
            taken.add(current);
            start = 0;
            end = 0;
        }
        return current;
    }

    /** Where in the reserved array to write. */
    int position() {
        return end;
    }

    void commit(int bytes) {
        end += bytes;
        lengthBytes += bytes;
    }

    void write(byte[] bytes, int offset, int length) {
        byte[] target = reserve(length);
        System.arraycopy(bytes, offset, target, end, length);
        commit(length);
    }

    /** Appends bytes that do not change while the content is in use, without copying them. */
    void append(byte[] bytes, int offset, int length) {
        flush();
        int from = offset;
        if (!chunks.isEmpty()
                && chunks.getLast() instanceof Content.Chunk.Bytes(ByteBuffer last)
                && last.array() == bytes
                && last.arrayOffset() + last.limit() == offset) {
            from = last.arrayOffset() + last.position();
            chunks.removeLast();
        }
        chunks.add(new Content.Chunk.Bytes(ByteBuffer.wrap(bytes, from, offset + length - from)));
        lengthBytes += length;
    }

    void zeros(long length) {
        if (length > 0) {
            flush();
            chunks.add(new Content.Chunk.Zeros(length));
            lengthBytes += length;
        }
    }

    long lengthBytes() {
        return lengthBytes;
    }

    Content content() {
        flush();
        return Content.of(chunks).onRelease(this::giveBack);
    }

    /** At once for good, however often it is said, and by whatever thread. */
    private void giveBack() {
        for (byte[] chunk = taken.poll(); chunk != null; chunk = taken.poll()) {
            pool.giveBack(chunk);
        }
    }

    private void flush() {
        if (end > start) {
            chunks.add(new Content.Chunk.Bytes(
                    ByteBuffer.wrap(current, start, end - start).slice()));
            start = end;
        }
    }
}
