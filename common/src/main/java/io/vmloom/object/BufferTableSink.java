package io.vmloom.object;

import io.vmloom.error.InternalException;
import io.vmloom.store.Content;
import io.vmloom.table.TableSink;

/** Holds tables in memory, up to a cap; for targets that are put in one request. */
public final class BufferTableSink implements TableSink {
    private final ContentBuffer buffer = new ContentBuffer();
    private final long maxBytes;

    public BufferTableSink(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        requireRoom(length);
        buffer.write(bytes, offset, length);
    }

    @Override
    public void zeros(long lengthBytes) {
        requireRoom(lengthBytes);
        buffer.zeros(lengthBytes);
    }

    @Override
    public long position() {
        return buffer.lengthBytes();
    }

    /** All bytes that were written; the sink is empty again afterwards. */
    public Content take() {
        return buffer.take();
    }

    private void requireRoom(long length) {
        if (length > maxBytes - position()) {
            throw new InternalException("tables exceed the " + maxBytes + " bytes that may be held in memory", null);
        }
    }
}
