package io.vmloom.source;

import java.nio.ByteBuffer;

/**
 * A run of bytes of a source, as a source of its own. Closing it leaves the whole open.
 *
 * @param name as it stands in messages
 */
public record Section(ByteSource whole, long start, long sizeBytes, String name) implements ByteSource {
    public Section {
        if (start < 0 || sizeBytes < 0 || start > whole.sizeBytes() - sizeBytes) {
            throw new IllegalArgumentException("section " + start + "+" + sizeBytes + " must lie inside " + whole.name()
                    + ", which has " + whole.sizeBytes() + " bytes");
        }
    }

    @Override
    public SourceIdentity identity() {
        return whole.identity();
    }

    @Override
    public void read(long offset, ByteBuffer destination) {
        if (offset < 0 || offset > sizeBytes - destination.remaining()) {
            throw new IllegalArgumentException("read " + offset + "+" + destination.remaining() + " leaves " + name
                    + ", which has " + sizeBytes + " bytes");
        }
        whole.read(start + offset, destination);
    }

    @Override
    public int readBytes() {
        return whole.readBytes();
    }

    @Override
    public long nextData(long offset) {
        return Math.min(sizeBytes, whole.nextData(start + offset) - start);
    }

    @Override
    public long nextHole(long offset) {
        return Math.min(sizeBytes, whole.nextHole(start + offset) - start);
    }
}
