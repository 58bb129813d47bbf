package io.vmloom.worker.convert;

/** Takes guest bytes in order, without gaps. */
public interface GuestSink {
    /** The bytes stay the caller's and change afterwards. */
    void data(byte[] bytes, int offset, int length);

    void zeros(long length);
}
