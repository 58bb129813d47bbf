package io.vmloom.format.vdi;

import io.vmloom.table.TableSink;
import java.util.Arrays;

/** Keeps the first bytes and counts the rest. */
final class HeadSink implements TableSink {
    private final byte[] head;
    private long position;

    HeadSink(int headBytes) {
        this.head = new byte[headBytes];
    }

    byte[] head() {
        return Arrays.copyOf(head, head.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (position < head.length) {
            System.arraycopy(bytes, offset, head, (int) position, (int) Math.min(length, head.length - position));
        }
        position += length;
    }

    @Override
    public void zeros(long lengthBytes) {
        position += lengthBytes;
    }

    @Override
    public long position() {
        return position;
    }
}
