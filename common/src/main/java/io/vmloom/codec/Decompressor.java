package io.vmloom.codec;

/** Expands whole units; not thread-safe, made once per worker thread. Output is bounded by the caller's length. */
public interface Decompressor extends AutoCloseable {
    /**
     * Expands one unit to exactly {@code decodedLength} bytes.
     *
     * @param maxLength how many source bytes may belong to it; what follows the stream's end is ignored
     * @throws CodecException when the bytes are no valid stream of this length
     */
    void decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException;

    @Override
    void close();
}
