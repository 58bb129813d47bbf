package io.vmloom.testing;

import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes in memory or in a file as a source that counts what is read, and fails for reads outside. Thread-safe. */
public final class TestSource implements ByteSource {
    private final String name;
    private final long sizeBytes;
    private final Reader reader;
    private final AutoCloseable resource;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();

    @FunctionalInterface
    private interface Reader {
        void read(long offset, ByteBuffer destination) throws IOException;
    }

    private TestSource(String name, long sizeBytes, Reader reader, AutoCloseable resource) {
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.reader = reader;
        this.resource = resource;
    }

    public static TestSource of(String name, byte[] bytes) {
        return new TestSource(
                name, bytes.length, (offset, into) -> into.put(bytes, (int) offset, into.remaining()), () -> {});
    }

    /** A file under its last path element; the caller closes it. */
    public static TestSource of(Path file) {
        try {
            FileChannel channel = FileChannel.open(file);
            Reader reader = (offset, into) -> {
                long at = offset;
                while (into.hasRemaining()) {
                    at += channel.read(into, at);
                }
            };
            return new TestSource(String.valueOf(file.getFileName()), channel.size(), reader, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public SourceIdentity identity() {
        return new SourceIdentity("test", false);
    }

    @Override
    public void read(long offset, ByteBuffer destination) {
        if (offset < 0 || offset + destination.remaining() > sizeBytes) {
            throw new AssertionError("read of " + destination.remaining() + " bytes at " + offset + " leaves " + name
                    + " of " + sizeBytes);
        }
        reads.incrementAndGet();
        bytesRead.addAndGet(destination.remaining());
        try {
            reader.read(offset, destination);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long reads() {
        return reads.get();
    }

    public long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public void close() {
        try {
            resource.close();
        } catch (Exception e) {
            throw new AssertionError("closing " + name, e);
        }
    }
}
