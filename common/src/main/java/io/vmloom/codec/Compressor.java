package io.vmloom.codec;

/** Compresses whole units; not thread-safe, made once per worker thread. The same input gives the same bytes. */
public interface Compressor extends AutoCloseable {
    /** Returned when the compressed form does not fit. */
    int DOES_NOT_FIT = -1;

    /** Compresses into {@code target[targetOffset .. targetOffset + maxLength)}; its length, or {@link #DOES_NOT_FIT}. */
    int compress(byte[] source, int offset, int length, byte[] target, int targetOffset, int maxLength);

    /** Library, version and level that decide the bytes. */
    String fingerprint();

    @Override
    void close();
}
