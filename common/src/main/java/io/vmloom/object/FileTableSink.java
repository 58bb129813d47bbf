package io.vmloom.object;

import io.vmloom.error.InternalException;
import io.vmloom.table.TableSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Writes tables to a fixed place of a local target; long runs of zeros stay holes. */
final class FileTableSink implements TableSink {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int SHORT_ZEROS_BYTES = 4 << 10;

    private final FileChannel channel;
    private final Path target;
    private final long start;
    private final long lengthBytes;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long flushed;

    FileTableSink(FileChannel channel, Path target, long start, long lengthBytes) {
        this.channel = channel;
        this.target = target;
        this.start = start;
        this.lengthBytes = lengthBytes;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        requireRoom(length);
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, buffer.remaining());
            buffer.put(bytes, offset + done, count);
            done += count;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    @Override
    public void zeros(long zeroBytes) {
        if (zeroBytes <= SHORT_ZEROS_BYTES) {
            write(new byte[(int) zeroBytes]);
            return;
        }
        requireRoom(zeroBytes);
        flush();
        flushed += zeroBytes;
    }

    @Override
    public long position() {
        return flushed + buffer.position();
    }

    /** Writes what is left, and fails unless exactly the announced length was given. */
    void finish() {
        flush();
        if (flushed != lengthBytes) {
            throw new InternalException(
                    "tables of " + target + " have " + flushed + " bytes instead of " + lengthBytes, null);
        }
    }

    private void flush() {
        buffer.flip();
        try {
            SparseWriter.write(channel, buffer, start + flushed);
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
        flushed += buffer.limit();
        buffer.clear();
    }

    private void requireRoom(long length) {
        if (length > lengthBytes - position()) {
            throw new InternalException(
                    "tables of " + target + " have more than the " + lengthBytes + " bytes set aside for them", null);
        }
    }
}
