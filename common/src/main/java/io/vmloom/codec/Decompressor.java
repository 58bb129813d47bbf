package io.vmloom.codec;

/** Expands whole units; not thread-safe, made once per worker thread. Output is bounded by the caller's length. */
public interface Decompressor extends AutoCloseable {
    /** Returned when the unit was expanded, but where its stream ends, or whether others read it alike, is not certain. */
    int UNSURE = -1;

    /**
     * Expands one unit to exactly {@code decodedLength} bytes.
     *
     * @param maxLength how many source bytes may belong to it; what follows the stream's end is ignored
     * @return how many source bytes the stream takes, if these alone are a whole and usual one; else {@link #UNSURE}
     * @throws CodecException when the bytes are no valid stream of this length
     */
    int decompress(byte[] source, int offset, int maxLength, byte[] target, int targetOffset, int decodedLength)
            throws CodecException;

    @Override
    void close();
}
