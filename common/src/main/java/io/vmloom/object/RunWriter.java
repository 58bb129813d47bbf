package io.vmloom.object;

import io.vmloom.store.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Positional writes to a file that is all hole at first: runs of zeros that are long enough are left out, all others are
 * written. Each content is looked at by itself.
 *
 * @param leastHoleBytes 0 when nothing is left out
 */
record RunWriter(long leastHoleBytes) implements ContentWriter {
    /** The block of common file systems: no smaller hole can be. */
    private static final int PIECE_BYTES = 4096;

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(PIECE_BYTES).asReadOnlyBuffer();

    @Override
    public long write(FileChannel channel, Content content, long offset) throws IOException {
        Runs runs = new Runs(channel, leastHoleBytes, offset);
        for (Content.Chunk chunk : content.chunks()) {
            switch (chunk) {
                case Content.Chunk.Bytes(ByteBuffer buffer) -> runs.bytes(buffer);
                case Content.Chunk.Zeros(long length) -> runs.zeros(length);
            }
        }
        return runs.finish();
    }

    /** Zeros wait until it is known how many follow each other. */
    private static final class Runs {
        private final FileChannel channel;
        private final long leastHoleBytes;
        private long position;
        private long waitingZeros;
        private long written;

        Runs(FileChannel channel, long leastHoleBytes, long position) {
            this.channel = channel;
            this.leastHoleBytes = leastHoleBytes;
            this.position = position;
        }

        void zeros(long length) {
            waitingZeros += length;
        }

        void bytes(ByteBuffer buffer) throws IOException {
            int from = 0;
            int end = 0;
            while (end < buffer.remaining()) {
                int piece = end;
                end = Math.min(piece + PIECE_BYTES, buffer.remaining());
                if (leastHoleBytes > 0 && isZero(buffer.slice(buffer.position() + piece, end - piece))) {
                    data(buffer, from, piece);
                    from = end;
                    zeros(end - piece);
                }
            }
            data(buffer, from, end);
        }

        long finish() throws IOException {
            endZeros();
            return written;
        }

        private void data(ByteBuffer buffer, int from, int end) throws IOException {
            if (end > from) {
                endZeros();
                SparseWriter.write(channel, buffer.slice(buffer.position() + from, end - from), position);
                position += end - from;
                written += end - from;
            }
        }

        private void endZeros() throws IOException {
            if (leastHoleBytes == 0 || waitingZeros < leastHoleBytes) {
                written += ZeroFill.write(channel, position, waitingZeros);
            }
            position += waitingZeros;
            waitingZeros = 0;
        }

        private static boolean isZero(ByteBuffer piece) {
            return piece.mismatch(ZEROS.slice(0, piece.remaining())) < 0;
        }
    }
}
