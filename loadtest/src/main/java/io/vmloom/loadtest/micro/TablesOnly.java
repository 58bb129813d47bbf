package io.vmloom.loadtest.micro;

import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import io.vmloom.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** An image in memory of which only the front is there; the rest is zeros. */
record TablesOnly(ByteBuffer front, long sizeBytes) implements ByteSource {
    static TablesOnly of(Content front, long sizeBytes) {
        try (InputStream in = front.stream()) {
            return new TablesOnly(ByteBuffer.wrap(in.readAllBytes()), sizeBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "tables";
    }

    @Override
    public SourceIdentity identity() {
        return new SourceIdentity(name(), false);
    }

    @Override
    public void read(long offset, ByteBuffer destination) {
        int count = (int) Math.clamp(front.capacity() - offset, 0, destination.remaining());
        if (count > 0) {
            destination.put(front.slice((int) offset, count));
        }
        destination.put(new byte[destination.remaining()]);
    }
}
