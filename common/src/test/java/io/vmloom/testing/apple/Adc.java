package io.vmloom.testing.apple;

import java.io.ByteArrayOutputStream;

/** Apple Data Compression. */
public final class Adc {
    private Adc() {}

    public static byte[] compress(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Repeats.Step step : Repeats.of(data, 1 << 16)) {
            for (int done = 0; done < step.plainBytes(); done += 128) {
                int length = Math.min(128, step.plainBytes() - done);
                out.write(0x80 | length - 1);
                out.write(data, step.plainFrom() + done, length);
            }
            repeat(step.repeatBytes(), step.distance() - 1, out);
        }
        return out.toByteArray();
    }

    private static void repeat(int bytes, int distance, ByteArrayOutputStream out) {
        int left = bytes;
        while (left > 0) {
            // What is left over must be 0 or long enough for another repetition.
            int length = left <= 67 ? left : Math.min(67, left - 4);
            if (length <= 18 && distance < 1024) {
                out.write(length - 3 << 2 | distance >> 8);
                out.write(distance);
            } else {
                out.write(0x40 | length - 4);
                out.write(distance >> 8);
                out.write(distance);
            }
            left -= length;
        }
    }
}
