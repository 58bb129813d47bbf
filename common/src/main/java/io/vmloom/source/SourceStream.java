package io.vmloom.source;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes of a source in order, read in large pieces. Closing it leaves the source open. Not thread-safe. */
public final class SourceStream extends InputStream {
    private static final int PIECE_BYTES = 4 << 20;

    private final ByteSource source;
    private final byte[] piece;
    private long offset;
    private int position;
    private int end;

    public SourceStream(ByteSource source) {
        this.source = source;
        this.piece = new byte[(int) Math.min(PIECE_BYTES, source.sizeBytes())];
    }

    /** How many bytes were taken. */
    public long position() {
        return offset - (end - position);
    }

    @Override
    public int read() {
        return fill() ? piece[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int targetOffset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, end - position);
        System.arraycopy(piece, position, target, targetOffset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, source.sizeBytes() - position());
    }

    private boolean fill() {
        if (position == end) {
            position = 0;
            end = (int) Math.min(piece.length, source.sizeBytes() - offset);
            source.read(offset, ByteBuffer.wrap(piece, 0, end));
            offset += end;
        }
        return end > 0;
    }
}
