package io.vmloom.worker.convert;

/** Takes guest bytes in order, without gaps. */
public interface GuestSink {
    /** The bytes stay the caller's and change afterwards. */
    void data(byte[] bytes, int offset, int length);

    /** The same for bytes that never change again, so that a sink may keep the array instead of a copy. */
    default void lastingData(byte[] bytes, int offset, int length) {
        data(bytes, offset, length);
    }

    void zeros(long length);
}
