package io.vmloom.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random changes of an input, such as a fuzzer makes that learns nothing. */
final class Mutation {
    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        -512,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 40,
        1L << 56,
        1L << 62
    };

    private Mutation() {}

    static byte[] of(byte[] input, RandomGenerator random) {
        byte[] changed =
                random.nextInt(20) == 0 ? Arrays.copyOf(input, random.nextInt(input.length) + 1) : input.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            change(changed, random);
        }
        return changed;
    }

    private static void change(byte[] bytes, RandomGenerator random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
            case 3 -> number(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)] + random.nextInt(3) - 1, random);
            case 4 -> number(bytes, at, 1L << random.nextInt(64), random);
            default -> {
                int from = random.nextInt(bytes.length);
                int length = 1 + random.nextInt(Math.min(32, bytes.length - Math.max(at, from)));
                System.arraycopy(bytes, from, bytes, at, length);
            }
        }
    }

    /** Of two, four or eight bytes, whichever end comes first. */
    private static void number(byte[] bytes, int at, long value, RandomGenerator random) {
        int width = 2 << random.nextInt(3);
        byte[] number = ByteBuffer.allocate(Long.BYTES)
                .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        System.arraycopy(number, 0, bytes, at, Math.min(width, bytes.length - at));
    }
}
