package io.vmloom.store;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes to be uploaded: runs of memory and runs of zeros, of known length, that can be streamed any number of times.
 * The buffers are only read (through duplicates) and must not change until the upload has ended.
 *
 * @param buffersFree for whoever owns the buffers, to use them for something else
 */
public record Content(List<Chunk> chunks, long lengthBytes, Runnable buffersFree) {
    /** A run of bytes in memory, or of zeros that take none. */
    public sealed interface Chunk {
        long lengthBytes();

        record Bytes(ByteBuffer buffer) implements Chunk {
            @Override
            public long lengthBytes() {
                return buffer.remaining();
            }
        }

        record Zeros(long lengthBytes) implements Chunk {}
    }

    public Content {
        chunks = List.copyOf(chunks);
    }

    public static Content of(List<Chunk> chunks) {
        long length = 0;
        for (Chunk chunk : chunks) {
            length = Math.addExact(length, chunk.lengthBytes());
        }
        return new Content(chunks, length, () -> {});
    }

    public static Content of(byte[] bytes) {
        return of(List.of(new Chunk.Bytes(ByteBuffer.wrap(bytes))));
    }

    public static Content of(ByteBuffer buffer) {
        return of(List.of(new Chunk.Bytes(buffer)));
    }

    public static Content zeros(long lengthBytes) {
        return of(List.of(new Chunk.Zeros(lengthBytes)));
    }

    /** The same bytes, some more of whose buffers are used for something else after {@link #release}. */
    public Content onRelease(Runnable moreFree) {
        return new Content(chunks, lengthBytes, both(buffersFree, moreFree));
    }

    /**
     * Nobody reads the bytes any more. To be called once, by whoever is sure of it; where nobody is, after a failure for
     * instance, it need not be called.
     */
    public void release() {
        buffersFree.run();
    }

    /** This content followed by another. */
    public Content then(Content next) {
        List<Chunk> all = new ArrayList<>(chunks);
        all.addAll(next.chunks);
        return of(all).onRelease(buffersFree).onRelease(next.buffersFree);
    }

    /** Whether every chunk is a run of zeros that takes no memory. */
    public boolean isHole() {
        return chunks.stream().allMatch(Chunk.Zeros.class::isInstance);
    }

    /** A fresh stream over all bytes. */
    public InputStream stream() {
        return new ContentStream(chunks);
    }

    private static Runnable both(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }
}
