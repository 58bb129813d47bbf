package io.vmloom.object;

import io.vmloom.store.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Positional writes to a file that is all hole at first, so that zeros need not be written. */
final class SparseWriter {
    /** The JDK copies heap buffers into a cached direct buffer of this size. */
    private static final int SLICE_BYTES = 1 << 20;

    private SparseWriter() {}

    /** How many bytes were written, holes left out. */
    static long write(FileChannel channel, Content content, long offset) throws IOException {
        long position = offset;
        long written = 0;
        for (Content.Chunk chunk : content.chunks()) {
            if (chunk instanceof Content.Chunk.Bytes(ByteBuffer buffer)) {
                write(channel, buffer, position);
                written += buffer.remaining();
            }
            position += chunk.lengthBytes();
        }
        return written;
    }

    /** Leaves the buffer as it was. */
    static void write(FileChannel channel, ByteBuffer buffer, long offset) throws IOException {
        int done = 0;
        while (done < buffer.remaining()) {
            int length = Math.min(SLICE_BYTES, buffer.remaining() - done);
            done += channel.write(buffer.slice(buffer.position() + done, length), offset + done);
        }
    }
}
