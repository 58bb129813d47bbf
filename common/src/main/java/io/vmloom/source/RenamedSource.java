package io.vmloom.source;

import java.nio.ByteBuffer;

/** A source that messages call something else. */
public record RenamedSource(ByteSource source, String name) implements ByteSource {
    @Override
    public long sizeBytes() {
        return source.sizeBytes();
    }

    @Override
    public SourceIdentity identity() {
        return source.identity();
    }

    @Override
    public void read(long offset, ByteBuffer destination) {
        source.read(offset, destination);
    }

    @Override
    public int readBytes() {
        return source.readBytes();
    }

    @Override
    public long nextData(long offset) {
        return source.nextData(offset);
    }

    @Override
    public long nextHole(long offset) {
        return source.nextHole(offset);
    }

    @Override
    public void close() {
        source.close();
    }
}
