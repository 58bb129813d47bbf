package io.vmloom.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes zeros that can not be left out. */
final class ZeroFill {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(BLOCK_BYTES).asReadOnlyBuffer();

    private ZeroFill() {}

    static long write(FileChannel channel, long offset, long lengthBytes) throws IOException {
        for (long done = 0; done < lengthBytes; done += BLOCK_BYTES) {
            SparseWriter.write(channel, ZEROS.slice(0, (int) Math.min(BLOCK_BYTES, lengthBytes - done)), offset + done);
        }
        return lengthBytes;
    }

    /** Writes zeros where something else stands; how many bytes that were, in whole blocks. */
    static long writeWhereNeeded(FileChannel channel, long offset, long lengthBytes) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect((int) Math.min(BLOCK_BYTES, lengthBytes));
        long written = 0;
        for (long done = 0; done < lengthBytes; done += BLOCK_BYTES) {
            int length = (int) Math.min(BLOCK_BYTES, lengthBytes - done);
            block.clear().limit(length);
            if (!isZero(channel, block, offset + done)) {
                written += write(channel, offset + done, length);
            }
        }
        return written;
    }

    /** What can not be read is taken for something else. */
    private static boolean isZero(FileChannel channel, ByteBuffer block, long offset) throws IOException {
        int length = block.remaining();
        while (block.hasRemaining()) {
            if (channel.read(block, offset + block.position()) < 0) {
                return false;
            }
        }
        return block.flip().mismatch(ZEROS.slice(0, length)) < 0;
    }
}
