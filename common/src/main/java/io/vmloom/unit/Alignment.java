package io.vmloom.unit;

/** Rounding to powers of two, with overflow checked. */
public final class Alignment {
    private Alignment() {}

    /** The smallest multiple of {@code unit} that is not below {@code value}; throws {@link ArithmeticException} past 2^63. */
    public static long up(long value, long unit) {
        requirePowerOfTwo(unit);
        return Math.addExact(value, unit - 1) & -unit;
    }

    /** The largest multiple of {@code unit} that is not above {@code value}. */
    public static long down(long value, long unit) {
        requirePowerOfTwo(unit);
        return value & -unit;
    }

    public static boolean isAligned(long value, long unit) {
        requirePowerOfTwo(unit);
        return (value & (unit - 1)) == 0;
    }

    public static boolean isPowerOfTwo(long value) {
        return value > 0 && (value & (value - 1)) == 0;
    }

    private static void requirePowerOfTwo(long unit) {
        if (!isPowerOfTwo(unit)) {
            throw new IllegalArgumentException("alignment must be a power of two, got: " + unit);
        }
    }
}
