package io.vmloom.store;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Streams chunks one after the other without copying them together. */
final class ContentStream extends InputStream {
    private final List<Content.Chunk> chunks;
    private int nextChunk;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long zerosLeft;

    ContentStream(List<Content.Chunk> chunks) {
        this.chunks = chunks;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!bytes.hasRemaining() && zerosLeft == 0) {
            if (nextChunk == chunks.size()) {
                return -1;
            }
            switch (chunks.get(nextChunk++)) {
                case Content.Chunk.Bytes(ByteBuffer buffer) -> bytes = buffer.duplicate();
                case Content.Chunk.Zeros(long zeros) -> zerosLeft = zeros;
            }
        }
        if (zerosLeft > 0) {
            int count = (int) Math.min(length, zerosLeft);
            Arrays.fill(target, offset, offset + count, (byte) 0);
            zerosLeft -= count;
            return count;
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(target, offset, count);
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, bytes.remaining() + zerosLeft);
    }
}
