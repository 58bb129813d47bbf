package io.vmloom.format.qcow2;

import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;

/** Collects 64-bit table entries and hands them on in handy pieces. */
final class EntryBuffer {
    private static final int BYTES = 32 << 10;

    private final TableSink sink;
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    private long written;

    EntryBuffer(TableSink sink) {
        this.sink = sink;
    }

    void put(long entry) {
        buffer.putLong(entry);
        if (!buffer.hasRemaining()) {
            flush();
        }
    }

    /** Hands on the rest, and zeros up to this length of the whole table. */
    void endAt(long lengthBytes) {
        flush();
        sink.zeros(lengthBytes - written);
    }

    private void flush() {
        sink.write(buffer.array(), 0, buffer.position());
        written += buffer.position();
        buffer.clear();
    }
}
