package io.vmloom.testing;

import io.vmloom.check.Patches;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A copy of a file in memory that is changed. */
public final class PatchedBytes implements Patches {
    private byte[] bytes;

    public PatchedBytes(byte[] original) {
        this.bytes = original.clone();
    }

    @Override
    public void put(long hostOffset, ByteBuffer patch) {
        growTo(hostOffset + patch.remaining());
        patch.get(bytes, (int) hostOffset, patch.remaining());
    }

    @Override
    public void growTo(long lengthBytes) {
        if (lengthBytes > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) lengthBytes);
        }
    }

    public byte[] bytes() {
        return bytes;
    }

    public TestSource source(String name) {
        return TestSource.of(name, bytes);
    }
}
