package io.vmloom.digest;

import java.util.SplittableRandom;

/** Small guests with noise, zeros and odd ends, and our digest of them. */
final class DigestGuests {
    private DigestGuests() {}

    static byte[] random(SplittableRandom random) {
        byte[] guest = new byte[random.nextInt(1, 20 * GuestDigest.LEAF_BYTES)];
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] run = new byte[random.nextInt(1, Math.min(guest.length, 150_000) + 1)];
            random.nextBytes(run);
            System.arraycopy(run, 0, guest, random.nextInt(guest.length - run.length + 1), run.length);
        }
        return guest;
    }

    static GuestDigest digest(byte[] guest) {
        RangeDigest range = new RangeDigest(0);
        range.update(guest, 0, guest.length);
        TreeDigest tree = new TreeDigest();
        tree.add(range.finish());
        return tree.digest(guest.length);
    }
}
