package io.vmloom.source;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Several sources one behind the other. Closing it leaves them open.
 *
 * @param name as it stands in messages
 */
public record JoinedSource(String name, List<ByteSource> parts) implements ByteSource {
    public JoinedSource {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("nothing can not be joined");
        }
    }

    @Override
    public long sizeBytes() {
        return parts.stream().mapToLong(ByteSource::sizeBytes).reduce(0, Math::addExact);
    }

    @Override
    public SourceIdentity identity() {
        return new SourceIdentity(
                String.join(
                        " ", parts.stream().map(part -> part.identity().value()).toList()),
                parts.stream().anyMatch(part -> part.identity().weak()));
    }

    @Override
    public void read(long offset, ByteBuffer destination) {
        long skip = offset;
        int end = destination.limit();
        for (ByteSource part : parts) {
            if (destination.position() == end) {
                return;
            }
            if (skip < part.sizeBytes()) {
                int length = (int) Math.min(end - destination.position(), part.sizeBytes() - skip);
                part.read(skip, destination.limit(destination.position() + length));
                destination.limit(end);
                skip = 0;
            } else {
                skip -= part.sizeBytes();
            }
        }
        if (destination.hasRemaining()) {
            throw new IllegalArgumentException("read at " + offset + " leaves " + name);
        }
    }

    @Override
    public int readBytes() {
        return ByteSource.readBytes(parts);
    }
}
