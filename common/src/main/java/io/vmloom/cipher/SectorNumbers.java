package io.vmloom.cipher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Makes the first block of each sector from its number. Not thread-safe. */
final class SectorNumbers {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_32 = 0xffff_ffffL;

    private final DiskCipher cipher;
    private final Optional<AesBlocks> hashed;

    SectorNumbers(DiskCipher cipher) {
        this.cipher = cipher;
        this.hashed = switch (cipher.spec().numbering()) {
            case PLAIN, PLAIN64 -> Optional.empty();
            case ESSIV_SHA256 ->
                Optional.of(AesBlocks.encrypting(sha256(cipher.key().bytes())));
        };
    }

    /** Fills blocks for consecutive sectors; {@code position} is that of the first one, in bytes. */
    void fill(byte[] blocks, int sectors, long position) {
        long number = position / DiskCipher.MIN_SECTOR_BYTES + cipher.firstNumber();
        int step = cipher.sectorBytes() / DiskCipher.MIN_SECTOR_BYTES;
        boolean low = cipher.spec().numbering() == CipherSpec.Numbering.PLAIN;
        for (int i = 0; i < sectors; i++, number += step) {
            LONG.set(blocks, i * AesBlocks.BLOCK_BYTES, low ? number & LOW_32 : number);
            LONG.set(blocks, i * AesBlocks.BLOCK_BYTES + Long.BYTES, 0L);
        }
        hashed.ifPresent(aes -> aes.run(blocks, 0, sectors * AesBlocks.BLOCK_BYTES, blocks, 0));
    }

    private static byte[] sha256(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JVM has no SHA-256", e);
        }
    }
}
