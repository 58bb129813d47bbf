package io.vmloom.format.vmdk;

import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads grain tables one after the other. Tables that stand close together in the file, as they do when all are in front,
 * come with one read; tables between the grains come alone. Not thread-safe.
 */
final class GrainTables {
    /** As much as one request to an object store is worth. */
    private static final int WINDOW_BYTES = 256 << 10;

    private final ByteSource source;
    private final GrainDirectory directory;
    private long windowOffset;
    private ByteBuffer window = ByteBuffer.allocate(0);

    GrainTables(ByteSource source, GrainDirectory directory) {
        this.source = source;
        this.directory = directory;
    }

    /** The entries of a present table. */
    int[] read(int table) {
        long offset = directory.hostOffset(table);
        if (offset < windowOffset || offset + directory.tableBytes() > windowOffset + window.capacity()) {
            fill(table, offset);
        }
        int[] entries = new int[(int) directory.tableBytes() / Integer.BYTES];
        window.slice((int) (offset - windowOffset), (int) directory.tableBytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(entries);
        return entries;
    }

    private void fill(int table, long offset) {
        long end = offset + directory.tableBytes();
        for (int next = table + 1; next < directory.tables(); next++) {
            if (!directory.isPresent(next)) {
                continue;
            }
            if (!directory.isInside(next)) {
                break;
            }
            long nextOffset = directory.hostOffset(next);
            long nextEnd = nextOffset + directory.tableBytes();
            if (nextOffset < offset || nextEnd > offset + WINDOW_BYTES) {
                break;
            }
            end = Math.max(end, nextEnd);
        }
        window = ByteBuffer.allocate((int) (end - offset));
        windowOffset = offset;
        source.read(offset, window);
    }
}
