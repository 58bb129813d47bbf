package io.vmloom.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** aes-xts-plain64 block by block as IEEE 1619 tells it, for comparison: nothing of it is the code that is tested. */
public final class PlainXts {
    private static final int BLOCK = 16;
    private static final int SECTOR = 512;

    private PlainXts() {}

    /** Decrypts whole sectors of 512 bytes, of which the first has this number. */
    public static byte[] decrypt(byte[] key, byte[] sectors, long firstNumber) {
        try {
            Cipher data = aes(Cipher.DECRYPT_MODE, Arrays.copyOf(key, key.length / 2));
            Cipher tweaks = aes(Cipher.ENCRYPT_MODE, Arrays.copyOfRange(key, key.length / 2, key.length));
            byte[] plain = new byte[sectors.length];
            for (int sector = 0; sector < sectors.length / SECTOR; sector++) {
                byte[] number = ByteBuffer.allocate(BLOCK)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(firstNumber + sector)
                        .array();
                byte[] tweak = tweaks.doFinal(number);
                for (int at = sector * SECTOR; at < (sector + 1) * SECTOR; at += BLOCK) {
                    byte[] block = xor(Arrays.copyOfRange(sectors, at, at + BLOCK), tweak);
                    System.arraycopy(xor(data.doFinal(block), tweak), 0, plain, at, BLOCK);
                    tweak = doubled(tweak);
                }
            }
            return plain;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Cipher aes(int mode, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"));
        return cipher;
    }

    private static byte[] xor(byte[] block, byte[] mask) {
        byte[] out = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            out[i] = (byte) (block[i] ^ mask[i]);
        }
        return out;
    }

    /** Times x in the field of 2^128 elements. */
    private static byte[] doubled(byte[] tweak) {
        byte[] out = new byte[BLOCK];
        int carry = 0;
        for (int i = 0; i < BLOCK; i++) {
            int value = (tweak[i] & 0xff) << 1 | carry;
            out[i] = (byte) value;
            carry = value >> 8;
        }
        out[0] ^= (byte) (carry * 0x87);
        return out;
    }
}
