package io.vmloom.format;

import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first and last bytes of a file, read once for all formats that look at them. */
public record Probe(String name, long sizeBytes, byte[] head, byte[] tail) {
    private static final int HEAD_BYTES = (int) (64 * ByteSize.KIB);
    private static final int TAIL_BYTES = 4096;

    public static Probe of(ByteSource source) {
        return new Probe(
                source.name(),
                source.sizeBytes(),
                bytes(source, 0, (int) Math.min(HEAD_BYTES, source.sizeBytes())),
                bytes(source, Math.max(0, source.sizeBytes() - TAIL_BYTES), (int)
                        Math.min(TAIL_BYTES, source.sizeBytes())));
    }

    /** Big-endian view of the head. */
    public ByteBuffer headBuffer() {
        return ByteBuffer.wrap(head).asReadOnlyBuffer().order(ByteOrder.BIG_ENDIAN);
    }

    /** Whether these bytes stand at this offset of the head. */
    public boolean headHas(int offset, byte... expected) {
        return offset + expected.length <= head.length
                && Arrays.equals(head, offset, offset + expected.length, expected, 0, expected.length);
    }

    /** Whether this ASCII text stands at this offset of the head. */
    public boolean headHas(int offset, String ascii) {
        return headHas(offset, ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether this ASCII text stands that many bytes before the end of the file. */
    public boolean tailHas(int beforeEnd, String ascii) {
        byte[] expected = ascii.getBytes(StandardCharsets.US_ASCII);
        int at = tail.length - beforeEnd;
        return at >= 0
                && at + expected.length <= tail.length
                && Arrays.equals(tail, at, at + expected.length, expected, 0, expected.length);
    }

    private static byte[] bytes(ByteSource source, long offset, int length) {
        byte[] bytes = new byte[length];
        source.read(offset, ByteBuffer.wrap(bytes));
        return bytes;
    }
}
