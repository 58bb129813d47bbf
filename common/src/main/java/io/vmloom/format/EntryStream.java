package io.vmloom.format;

import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Collects table entries and hands them on in handy pieces; longer runs of zeros stay zeros. Not thread-safe. */
public final class EntryStream {
    private static final int BYTES = 32 << 10;

    /** Up to this length zeros are cheaper as bytes. */
    private static final int SHORT_ZEROS_BYTES = 4 << 10;

    private final TableSink sink;
    private final ByteBuffer buffer;
    private long handedOnBytes;

    public EntryStream(TableSink sink, ByteOrder order) {
        this.sink = sink;
        this.buffer = ByteBuffer.allocate(BYTES).order(order);
    }

    public void putByte(byte entry) {
        room(Byte.BYTES).put(entry);
    }

    public void putInt(int entry) {
        room(Integer.BYTES).putInt(entry);
    }

    public void putLong(long entry) {
        room(Long.BYTES).putLong(entry);
    }

    /** Zeros up to this number of bytes since the beginning, which must not be fewer than were put. */
    public void zerosUpTo(long endBytes) {
        long zeroBytes = endBytes - handedOnBytes - buffer.position();
        if (zeroBytes < 0) {
            throw new IllegalArgumentException(
                    "entries must be put in order, got byte " + endBytes + " behind " + (endBytes - zeroBytes));
        }
        if (zeroBytes <= SHORT_ZEROS_BYTES) {
            for (long i = 0; i < zeroBytes; i++) {
                putByte((byte) 0);
            }
            return;
        }
        flush();
        sink.zeros(zeroBytes);
        handedOnBytes += zeroBytes;
    }

    /** Hands on what is left. */
    public void flush() {
        sink.write(buffer.array(), 0, buffer.position());
        handedOnBytes += buffer.position();
        buffer.clear();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }
}
