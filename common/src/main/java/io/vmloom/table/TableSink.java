package io.vmloom.table;

/** Takes table bytes in target order; memory is bounded whatever their number. */
public interface TableSink {
    /** Copies the bytes. */
    void write(byte[] bytes, int offset, int length);

    default void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** Zeros, which become a hole where the target has them. */
    void zeros(long lengthBytes);

    /** Bytes taken so far. */
    long position();
}
