package io.vmloom.testing;

import io.vmloom.table.TableSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes to a file and leaves holes for zeros. */
final class ChannelSink implements TableSink {
    private final FileChannel channel;
    private long position;

    ChannelSink(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                position += channel.write(buffer, position);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void zeros(long lengthBytes) {
        if (lengthBytes < 0) {
            throw new AssertionError("zeros must not be negative, got: " + lengthBytes);
        }
        position += lengthBytes;
    }

    @Override
    public long position() {
        return position;
    }

    /** Makes the file as long as what was written, also when that ends with zeros. */
    void finish() throws IOException {
        if (position > channel.size()) {
            channel.write(ByteBuffer.allocate(1), position - 1);
        }
    }
}
