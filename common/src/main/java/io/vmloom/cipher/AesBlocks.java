package io.vmloom.cipher;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES of many blocks at once, each on its own: in long runs the JDK uses the processor's instructions. Not thread-safe. */
final class AesBlocks {
    static final int BLOCK_BYTES = 16;

    private final Cipher cipher;

    private AesBlocks(int mode, byte[] key) {
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no AES", e);
        }
    }

    static AesBlocks encrypting(byte[] key) {
        return new AesBlocks(Cipher.ENCRYPT_MODE, key);
    }

    static AesBlocks decrypting(byte[] key) {
        return new AesBlocks(Cipher.DECRYPT_MODE, key);
    }

    /** Whole blocks; both may be the same array at the same place. */
    void run(byte[] in, int inOffset, int lengthBytes, byte[] out, int outOffset) {
        try {
            cipher.doFinal(in, inOffset, lengthBytes, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("AES of " + lengthBytes + " bytes failed", e);
        }
    }
}
