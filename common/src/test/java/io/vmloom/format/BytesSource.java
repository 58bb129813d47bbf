package io.vmloom.format;

import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import java.nio.ByteBuffer;

/** A source in memory that refuses reads outside its bounds. */
public final class BytesSource implements ByteSource {
    private final String name;
    private final byte[] bytes;

    public BytesSource(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public SourceIdentity identity() {
        return new SourceIdentity(Integer.toString(bytes.length), false);
    }

    @Override
    public void read(long offset, ByteBuffer destination) {
        if (offset < 0 || offset > bytes.length - destination.remaining()) {
            throw new AssertionError("read of " + destination.remaining() + " bytes at 0x" + Long.toHexString(offset)
                    + " leaves the source of " + bytes.length);
        }
        destination.put(bytes, (int) offset, destination.remaining());
    }
}
