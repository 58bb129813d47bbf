package io.vmloom.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A table of a file, a window of which is in memory: the tables of large disks have gigabytes. Whoever makes it has
 * checked that the table lies inside the file. Not thread-safe.
 */
public final class TableWindow {
    /** As much as one request to an object store is worth. */
    private static final int WINDOW_BYTES = 256 << 10;

    private final ByteSource source;
    private final long hostOffset;
    private final long lengthBytes;
    private final ByteOrder order;
    private long windowStart;
    private ByteBuffer window = ByteBuffer.allocate(0);

    public TableWindow(ByteSource source, long hostOffset, long lengthBytes, ByteOrder order) {
        this.source = source;
        this.hostOffset = hostOffset;
        this.lengthBytes = lengthBytes;
        this.order = order;
    }

    /** The byte at this index, unsigned. */
    public int byteAt(long index) {
        return window(index, Byte.BYTES).get((int) (index - windowStart)) & 0xff;
    }

    /** The entry of four bytes at this index. */
    public int intAt(long index) {
        long at = index * Integer.BYTES;
        return window(at, Integer.BYTES).getInt((int) (at - windowStart));
    }

    /** The entry of eight bytes at this index. */
    public long longAt(long index) {
        long at = index * Long.BYTES;
        return window(at, Long.BYTES).getLong((int) (at - windowStart));
    }

    private ByteBuffer window(long at, int entryBytes) {
        if (at < windowStart || at + entryBytes > windowStart + window.capacity()) {
            window = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, lengthBytes - at))
                    .order(order);
            windowStart = at;
            source.read(hostOffset + at, window);
        }
        return window;
    }
}
