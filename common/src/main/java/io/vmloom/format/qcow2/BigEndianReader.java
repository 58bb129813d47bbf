package io.vmloom.format.qcow2;

import io.vmloom.error.ImageException;
import io.vmloom.format.PrintableText;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;

/** Reads fields one after the other, by a window of the file at a time. Not thread-safe. */
final class BigEndianReader {
    private static final int WINDOW_BYTES = 64 << 10;

    private final ByteSource source;
    private final String subject;
    private long offset;
    private long windowOffset;
    private ByteBuffer window = ByteBuffer.allocate(0);

    /** {@code subject} is what is being read, for the message when the file ends early. */
    BigEndianReader(ByteSource source, String subject, long offset) {
        this.source = source;
        this.subject = subject;
        this.offset = offset;
    }

    /** File offset of the next field. */
    long offset() {
        return offset;
    }

    int u8() {
        return bytes(1).get() & 0xff;
    }

    int u16() {
        return bytes(Short.BYTES).getShort() & 0xffff;
    }

    long u32() {
        return Integer.toUnsignedLong(bytes(Integer.BYTES).getInt());
    }

    /** All 64 bits; values past 2^63 come out negative and are for the caller to refuse. */
    long u64() {
        return bytes(Long.BYTES).getLong();
    }

    void skip(long lengthBytes) {
        moveTo(Math.addExact(offset, lengthBytes));
    }

    void moveTo(long newOffset) {
        offset = newOffset;
    }

    /** See {@link PrintableText}. */
    String text(int lengthBytes) {
        byte[] raw = new byte[lengthBytes];
        int done = 0;
        while (done < lengthBytes) {
            int step = Math.min(lengthBytes - done, WINDOW_BYTES);
            bytes(step).get(raw, done, step);
            done += step;
        }
        return PrintableText.of(raw);
    }

    private ByteBuffer bytes(int count) {
        if (offset < windowOffset || offset - windowOffset > window.capacity() - count) {
            fill(count);
        }
        ByteBuffer field = window.slice((int) (offset - windowOffset), count);
        offset += count;
        return field;
    }

    private void fill(int count) {
        if (offset < 0 || offset > source.sizeBytes() - count) {
            throw ImageException.invalid(
                    source.name(),
                    offset,
                    subject + " must lie inside the file of 0x" + Long.toHexString(source.sizeBytes()) + " bytes");
        }
        window = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, source.sizeBytes() - offset));
        windowOffset = offset;
        source.read(offset, window);
    }
}
