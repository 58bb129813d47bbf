package io.vmloom.format.vdi;

import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Collects map entries and hands them on in handy pieces. */
final class MapBuffer {
    private static final int BYTES = 32 << 10;

    private final TableSink sink;
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long entries;

    MapBuffer(TableSink sink) {
        this.sink = sink;
    }

    void put(int entry) {
        buffer.putInt(entry);
        entries++;
        if (!buffer.hasRemaining()) {
            flush();
        }
    }

    /** That many blocks in a row are not stored; other programs write the same for blocks that were never written. */
    void free(long count) {
        for (long i = 0; i < count; i++) {
            put(BlockMap.FREE);
        }
    }

    long entries() {
        return entries;
    }

    void flush() {
        sink.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
