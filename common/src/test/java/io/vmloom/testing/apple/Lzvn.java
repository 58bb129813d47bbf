package io.vmloom.testing.apple;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/** The instructions of a block of LZVN; chance chooses among those that do the same. */
final class Lzvn {
    private static final int[] REPEATS_BY_PLAIN = {8, 6, 4, 2};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final byte[] data;
    private final SplittableRandom random;
    private int distance;

    private Lzvn(byte[] data, SplittableRandom random) {
        this.data = data;
        this.random = random;
    }

    static byte[] payload(byte[] data, SplittableRandom random) {
        Lzvn lzvn = new Lzvn(data, random);
        for (Repeats.Step step : Repeats.of(data, 0xffff)) {
            lzvn.write(step);
        }
        lzvn.out.write(6);
        lzvn.out.writeBytes(new byte[7]);
        return lzvn.out.toByteArray();
    }

    private void write(Repeats.Step step) {
        int from = step.plainFrom();
        int plain = step.plainBytes();
        while (plain > 3 || plain > 0 && (step.repeatBytes() == 0 || random.nextBoolean())) {
            int length = Math.min(plain, random.nextBoolean() ? 271 : 15);
            if (length > 15) {
                out.write(0xe0);
                out.write(length - 16);
            } else {
                out.write(0xe0 | length);
            }
            out.write(data, from, length);
            from += length;
            plain -= length;
        }
        if (step.repeatBytes() > 0) {
            repeat(from, plain, step.repeatBytes(), step.distance());
        }
    }

    /** The first instruction holds the plain bytes and the distance, the others the rest of a long repetition. */
    private void repeat(int from, int plain, int bytes, int newDistance) {
        if (random.nextInt(20) == 0) {
            out.write(random.nextBoolean() ? 0x0e : 0x16);
        }
        int done;
        if (newDistance < 1 << 14 && random.nextInt(3) == 0) {
            done = Math.min(bytes, 34);
            int more = newDistance << 2 | done - 3 & 3;
            out.write(0xa0 | plain << 3 | done - 3 >> 2);
            out.write(more);
            out.write(more >> 8);
        } else {
            done = Math.min(bytes, 2 + REPEATS_BY_PLAIN[plain]);
            int code = plain << 6 | done - 3 << 3;
            if (newDistance == distance && plain > 0) {
                out.write(code | 6);
            } else if (newDistance < 0x600 && random.nextInt(4) > 0) {
                out.write(code | newDistance >> 8);
                out.write(newDistance);
            } else {
                out.write(code | 7);
                out.write(newDistance);
                out.write(newDistance >> 8);
            }
        }
        out.write(data, from, plain);
        distance = newDistance;
        for (int left = bytes - done; left > 0; ) {
            int length = Math.min(left, random.nextBoolean() ? 271 : 15);
            if (length > 15) {
                out.write(0xf0);
                out.write(length - 16);
            } else {
                out.write(0xf0 | length);
            }
            left -= length;
        }
    }
}
