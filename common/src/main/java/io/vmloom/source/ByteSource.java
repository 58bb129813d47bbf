package io.vmloom.source;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Named bytes of one pinned version that can be read at any offset, from any thread.
 *
 * <p>Errors: {@link io.vmloom.error.StoreException}; {@code SOURCE_CHANGED} when the bytes are no longer those pinned.
 */
public interface ByteSource extends AutoCloseable {
    /** Enough that a request for each read of so many bytes does not count. */
    int OF_REQUESTS_BYTES = 4 << 20;

    /** How people know it: a path or URI, as it stands in messages. */
    String name();

    long sizeBytes();

    SourceIdentity identity();

    /**
     * Fills the whole buffer from {@code offset}. The caller stays inside {@link #sizeBytes()}; a shorter answer is an
     * error, never a partly filled buffer.
     */
    void read(long offset, ByteBuffer destination);

    /** About how many bytes to read at once where more are wanted. */
    default int readBytes() {
        return OF_REQUESTS_BYTES;
    }

    /** The same where bytes of any of these are wanted. */
    static int readBytes(List<ByteSource> sources) {
        return sources.stream().mapToInt(ByteSource::readBytes).max().orElse(OF_REQUESTS_BYTES);
    }

    /**
     * The first offset at or after {@code offset} that may hold data; everything between is known to be zero.
     * {@link #sizeBytes()} when nothing follows. Sources that know nothing of holes answer {@code offset}.
     */
    default long nextData(long offset) {
        return Math.min(offset, sizeBytes());
    }

    /** The first offset after {@code offset}, itself inside data, that is known to be a hole, or {@link #sizeBytes()}. */
    default long nextHole(long offset) {
        return sizeBytes();
    }

    @Override
    default void close() {}
}
