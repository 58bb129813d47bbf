package io.vmloom.object;

import io.vmloom.store.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Positional writes to a file that is all hole at first, so that zeros need not be written. */
final class SparseWriter {
    /** The JDK copies heap buffers into a cached direct buffer of this size. */
    private static final int SLICE_BYTES = 1 << 20;

    /** Zeros of this length, so aligned, become a hole; shorter holes cost the file system more than they save. */
    private static final int HOLE_BYTES = 1 << 16;

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(HOLE_BYTES).asReadOnlyBuffer();

    private SparseWriter() {}

    /** How many bytes were written, holes left out. */
    static long write(FileChannel channel, Content content, long offset) throws IOException {
        long position = offset;
        long written = 0;
        for (Content.Chunk chunk : content.chunks()) {
            if (chunk instanceof Content.Chunk.Bytes(ByteBuffer buffer)) {
                written += writeAroundZeros(channel, buffer, position);
            }
            position += chunk.lengthBytes();
        }
        return written;
    }

    private static long writeAroundZeros(FileChannel channel, ByteBuffer buffer, long offset) throws IOException {
        long written = 0;
        int from = 0;
        int end = 0;
        while (end < buffer.remaining()) {
            int piece = end;
            long toAlignment = HOLE_BYTES - (offset + piece) % HOLE_BYTES;
            end += (int) Math.min(toAlignment, buffer.remaining() - piece);
            if (isZero(buffer.slice(buffer.position() + piece, end - piece))) {
                written += writeRun(channel, buffer, offset, from, piece);
                from = end;
            }
        }
        return written + writeRun(channel, buffer, offset, from, end);
    }

    private static int writeRun(FileChannel channel, ByteBuffer buffer, long offset, int from, int end)
            throws IOException {
        write(channel, buffer.slice(buffer.position() + from, end - from), offset + from);
        return end - from;
    }

    private static boolean isZero(ByteBuffer piece) {
        return piece.mismatch(ZEROS.slice(0, piece.remaining())) < 0;
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
