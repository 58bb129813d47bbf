package io.vmloom.unit;

/**
 * A byte position as the virtual machine sees its disk.
 *
 * @param bytes from the start of the disk, never negative
 */
public record GuestOffset(long bytes) implements Comparable<GuestOffset> {
    public static final GuestOffset ZERO = new GuestOffset(0);

    public GuestOffset {
        if (bytes < 0) {
            throw new IllegalArgumentException("guest offset must not be negative, got: " + bytes);
        }
    }

    /** The position {@code lengthBytes} further on; throws {@link ArithmeticException} past 2^63. */
    public GuestOffset plus(long lengthBytes) {
        return new GuestOffset(Math.addExact(bytes, lengthBytes));
    }

    @Override
    public int compareTo(GuestOffset other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "guest 0x" + Long.toHexString(bytes);
    }
}
