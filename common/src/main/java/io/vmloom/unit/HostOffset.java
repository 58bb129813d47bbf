package io.vmloom.unit;

/**
 * A byte position inside a file of the source image.
 *
 * @param bytes from the start of the file, never negative
 */
public record HostOffset(long bytes) implements Comparable<HostOffset> {
    public static final HostOffset ZERO = new HostOffset(0);

    public HostOffset {
        if (bytes < 0) {
            throw new IllegalArgumentException("host offset must not be negative, got: " + bytes);
        }
    }

    /** The position {@code lengthBytes} further on; throws {@link ArithmeticException} past 2^63. */
    public HostOffset plus(long lengthBytes) {
        return new HostOffset(Math.addExact(bytes, lengthBytes));
    }

    @Override
    public int compareTo(HostOffset other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "host 0x" + Long.toHexString(bytes);
    }
}
