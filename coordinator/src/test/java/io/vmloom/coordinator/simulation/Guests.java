package io.vmloom.coordinator.simulation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Guest disks with data, repetition and holes. */
final class Guests {
    private static final int CHUNK = 4096;

    private Guests() {}

    /** @param dataShare how much of it is not zero */
    static byte[] random(RandomGenerator random, int lengthBytes, double dataShare) {
        byte[] guest = new byte[lengthBytes];
        int position = 0;
        while (position < lengthBytes) {
            int run = Math.min(lengthBytes - position, CHUNK * random.nextInt(1, 40));
            if (random.nextDouble() < dataShare) {
                fill(random, guest, position, run);
            }
            position += run;
        }
        return guest;
    }

    private static void fill(RandomGenerator random, byte[] guest, int from, int length) {
        if (random.nextBoolean()) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, guest, from, length);
        } else {
            Arrays.fill(guest, from, from + length, (byte) random.nextInt(1, 256));
        }
    }
}
