package io.vmloom.cipher.luks;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A key blown up to many stripes, all of which are needed to get it back, so that a slot can be destroyed on media that keep
 * old copies.
 *
 * @param stripes from 1 to {@link #MAX_STRIPES}
 * @see <a href="https://gitlab.com/cryptsetup/cryptsetup/-/wikis/LUKS-standard/on-disk-format.pdf">LUKS1 On-Disk Format,
 *     section 2.4</a>
 */
record AntiForensic(Hash hash, int stripes) {
    /** What every program writes, and QEMU alone accepts. */
    static final int USUAL_STRIPES = 4_000;

    static final int MAX_STRIPES = 4 * USUAL_STRIPES;

    /** The key out of its stripes. */
    byte[] merge(byte[] split, int keyBytes) {
        byte[] key = new byte[keyBytes];
        for (int stripe = 0; stripe < stripes; stripe++) {
            if (stripe > 0) {
                diffuse(key);
            }
            for (int i = 0; i < keyBytes; i++) {
                key[i] ^= split[stripe * keyBytes + i];
            }
        }
        return key;
    }

    /**
     * Completes the stripes of a key.
     *
     * @param split all stripes but the last, which is written
     */
    void split(byte[] key, byte[] split) {
        int last = (stripes - 1) * key.length;
        Arrays.fill(split, last, last + key.length, (byte) 0);
        byte[] others = merge(split, key.length);
        for (int i = 0; i < key.length; i++) {
            split[last + i] = (byte) (others[i] ^ key[i]);
        }
    }

    /** Replaces each piece of a hash's length by the hash of its number and itself. */
    private void diffuse(byte[] block) {
        MessageDigest digest = hash.digest();
        for (int at = 0, number = 0; at < block.length; at += hash.bytes(), number++) {
            int length = Math.min(hash.bytes(), block.length - at);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
            digest.update(block, at, length);
            System.arraycopy(digest.digest(), 0, block, at, length);
        }
    }
}
