package io.vmloom.worker.convert;

/** Takes guest bytes in order, without gaps. */
public interface GuestSink {
    /** The bytes stay the caller's and change afterwards. */
    void data(byte[] bytes, int offset, int length);

    /** The same for bytes that never change again, so that a sink may keep the array instead of a copy. */
    default void lastingData(byte[] bytes, int offset, int length) {
        data(bytes, offset, length);
    }

    /** A whole unit that the source stores compressed; no more than its bytes unless a sink can do with the stream. */
    default void unit(SourceUnit unit) {
        data(unit.bytes(), 0, unit.lengthBytes());
    }

    void zeros(long length);
}
