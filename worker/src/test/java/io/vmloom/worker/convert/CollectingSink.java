package io.vmloom.worker.convert;

import java.io.ByteArrayOutputStream;

/** Keeps all guest bytes. */
final class CollectingSink implements GuestSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void data(byte[] source, int offset, int length) {
        bytes.write(source, offset, length);
    }

    @Override
    public void zeros(long length) {
        bytes.writeBytes(new byte[Math.toIntExact(length)]);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
