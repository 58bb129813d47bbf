package io.vmloom.cipher;

import java.nio.ByteBuffer;

/**
 * A {@link DiskCipher} as it travels in tasks: who has not the deployment's key learns nothing of the disk's.
 *
 * @param sealedKey by {@link KeyWrap}; read-only
 */
public record SealedCipher(CipherSpec spec, int sectorBytes, long firstNumber, ByteBuffer sealedKey) {
    public SealedCipher {
        sealedKey = sealedKey.asReadOnlyBuffer();
    }
}
