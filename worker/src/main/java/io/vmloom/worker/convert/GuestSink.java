package io.vmloom.worker.convert;

/** Takes guest bytes in order, without gaps. */
public interface GuestSink {
    /** The bytes stay the caller's and change afterwards. */
    void data(byte[] bytes, int offset, int length);

    /**
     * The same for bytes that a sink may keep instead of a copy, for as long as what it makes of them is in use.
     *
     * @return whether it keeps the array
     */
    default boolean lastingData(byte[] bytes, int offset, int length) {
        data(bytes, offset, length);
        return false;
    }

    /** A whole unit that the source stores compressed; no more than its bytes unless a sink can do with the stream. */
    default void unit(SourceUnit unit) {
        data(unit.bytes(), 0, unit.lengthBytes());
    }

    void zeros(long length);
}
