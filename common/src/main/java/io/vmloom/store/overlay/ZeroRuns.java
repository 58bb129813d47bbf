package io.vmloom.store.overlay;

import io.vmloom.store.Content;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Content whose longer runs of zeros take no memory. */
final class ZeroRuns {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK_BYTES).asReadOnlyBuffer();

    private ZeroRuns() {}

    static Content of(Content content) {
        List<Content.Chunk> chunks = new ArrayList<>();
        for (Content.Chunk chunk : content.chunks()) {
            switch (chunk) {
                case Content.Chunk.Zeros zeros -> chunks.add(zeros);
                case Content.Chunk.Bytes(ByteBuffer bytes) -> divide(bytes.duplicate(), chunks);
            }
        }
        return Content.of(chunks);
    }

    private static void divide(ByteBuffer bytes, List<Content.Chunk> chunks) {
        while (bytes.hasRemaining()) {
            ByteBuffer block = bytes.slice(bytes.position(), Math.min(BLOCK_BYTES, bytes.remaining()));
            bytes.position(bytes.position() + block.remaining());
            boolean zero = block.equals(ZEROS.slice(0, block.remaining()));
            chunks.add(zero ? new Content.Chunk.Zeros(block.remaining()) : new Content.Chunk.Bytes(block));
        }
    }
}
