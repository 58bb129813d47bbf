package io.vmloom.format.qcow2;

import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads second-level tables on demand. Tables that stand close together in the file, as they do when all are in front,
 * come with one read. Not thread-safe.
 */
final class L2Tables {
    /** As much as one request to an object store is worth; a larger table still comes whole. */
    private static final int WINDOW_BYTES = 256 << 10;

    private final ByteSource source;
    private final Geometry geometry;
    private final L1Table directory;
    private long windowOffset;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private @Nullable L2Table last;

    L2Tables(ByteSource source, Geometry geometry, L1Table directory) {
        this.source = source;
        this.geometry = geometry;
        this.directory = directory;
    }

    /** A present table. */
    L2Table table(int number) {
        L2Table table = last;
        if (table == null || table.number() != number) {
            table = read(number);
            last = table;
        }
        return table;
    }

    private L2Table read(int number) {
        long offset = directory.tableOffset(number);
        int clusterBytes = geometry.clusterBytes();
        if (offset < windowOffset || offset + clusterBytes > windowOffset + window.capacity()) {
            fill(number, offset);
        }
        ByteBuffer entries = window.slice((int) (offset - windowOffset), clusterBytes);
        return new L2Table(number, offset, geometry, entries);
    }

    private void fill(int number, long offset) {
        long end = offset + geometry.clusterBytes();
        for (int next = number + 1; next < directory.tables(); next++) {
            if (!directory.isPresent(next)) {
                continue;
            }
            if (!directory.isSound(next)) {
                break;
            }
            long nextOffset = directory.tableOffset(next);
            long nextEnd = nextOffset + geometry.clusterBytes();
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
