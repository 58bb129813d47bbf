package io.vmloom.unit;

/**
 * A byte position inside the object or file that is being written.
 *
 * @param bytes from the start of the target, never negative
 */
public record TargetOffset(long bytes) implements Comparable<TargetOffset> {
    public static final TargetOffset ZERO = new TargetOffset(0);

    public TargetOffset {
        if (bytes < 0) {
            throw new IllegalArgumentException("target offset must not be negative, got: " + bytes);
        }
    }

    /** The position {@code lengthBytes} further on; throws {@link ArithmeticException} past 2^63. */
    public TargetOffset plus(long lengthBytes) {
        return new TargetOffset(Math.addExact(bytes, lengthBytes));
    }

    @Override
    public int compareTo(TargetOffset other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "target 0x" + Long.toHexString(bytes);
    }
}
