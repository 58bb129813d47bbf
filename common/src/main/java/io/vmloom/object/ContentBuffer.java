package io.vmloom.object;

import io.vmloom.store.Content;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects written bytes as content; long runs of zeros take no memory. */
final class ContentBuffer {
    private static final int BLOCK_BYTES = 64 << 10;

    private final List<Content.Chunk> chunks = new ArrayList<>();
    private ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    private long lengthBytes;

    void write(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (!block.hasRemaining()) {
                closeBlock();
            }
            int count = Math.min(length - done, block.remaining());
            block.put(bytes, offset + done, count);
            done += count;
        }
        lengthBytes += length;
    }

    void zeros(long zeroBytes) {
        if (zeroBytes < BLOCK_BYTES) {
            write(new byte[(int) zeroBytes], 0, (int) zeroBytes);
            return;
        }
        closeBlock();
        chunks.add(new Content.Chunk.Zeros(zeroBytes));
        lengthBytes += zeroBytes;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    /** All that was written since the last call. */
    Content take() {
        closeBlock();
        Content content = Content.of(chunks);
        chunks.clear();
        lengthBytes = 0;
        return content;
    }

    private void closeBlock() {
        if (block.position() > 0) {
            chunks.add(new Content.Chunk.Bytes(block.flip()));
            block = ByteBuffer.allocate(BLOCK_BYTES);
        }
    }
}
