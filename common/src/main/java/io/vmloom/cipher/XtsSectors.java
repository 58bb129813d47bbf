package io.vmloom.cipher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XTS: every block is masked before and after AES, by the sector's encrypted number times a power of two. The masks of many
 * sectors are made first, so that one call of AES does them all.
 *
 * @see <a href="https://doi.org/10.1109/IEEESTD.2008.4493450">IEEE 1619-2007, section 5</a>
 */
final class XtsSectors implements SectorCipher {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** What is masked at once: it stays in the processor's cache. A multiple of the largest sector. */
    private static final int RUN_BYTES = 32 << 10;

    /** x^128 = x^7 + x^2 + x + 1. */
    private static final long POLYNOMIAL = 0x87;

    private final int sectorBytes;
    private final SectorNumbers numbers;
    private final AesBlocks tweaks;
    private final AesBlocks decrypting;
    private final AesBlocks encrypting;
    private final byte[] first;
    private final byte[] masks = new byte[RUN_BYTES];
    private final byte[] masked = new byte[RUN_BYTES];

    XtsSectors(DiskCipher cipher) {
        int half = cipher.key().length() / 2;
        byte[] data = cipher.key().part(0, half).bytes();
        this.sectorBytes = cipher.sectorBytes();
        this.numbers = new SectorNumbers(cipher);
        this.tweaks = AesBlocks.encrypting(cipher.key().part(half, half).bytes());
        this.decrypting = AesBlocks.decrypting(data);
        this.encrypting = AesBlocks.encrypting(data);
        this.first = new byte[RUN_BYTES / sectorBytes * AesBlocks.BLOCK_BYTES];
    }

    @Override
    public void decrypt(byte[] in, int inOffset, byte[] out, int outOffset, int lengthBytes, long position) {
        run(decrypting, in, inOffset, out, outOffset, lengthBytes, position);
    }

    @Override
    public void encrypt(byte[] in, int inOffset, byte[] out, int outOffset, int lengthBytes, long position) {
        run(encrypting, in, inOffset, out, outOffset, lengthBytes, position);
    }

    private void run(
            AesBlocks aes, byte[] in, int inOffset, byte[] out, int outOffset, int lengthBytes, long position) {
        for (int done = 0; done < lengthBytes; done += RUN_BYTES) {
            int length = Math.min(RUN_BYTES, lengthBytes - done);
            fillMasks(length / sectorBytes, position + done);
            Xor.run(in, inOffset + done, masks, 0, masked, 0, length);
            aes.run(masked, 0, length, out, outOffset + done);
            Xor.run(out, outOffset + done, masks, 0, out, outOffset + done, length);
        }
    }

    private void fillMasks(int sectors, long position) {
        numbers.fill(first, sectors, position);
        tweaks.run(first, 0, sectors * AesBlocks.BLOCK_BYTES, first, 0);
        int at = 0;
        for (int sector = 0; sector < sectors; sector++) {
            long low = (long) LONG.get(first, sector * AesBlocks.BLOCK_BYTES);
            long high = (long) LONG.get(first, sector * AesBlocks.BLOCK_BYTES + Long.BYTES);
            for (int end = at + sectorBytes; at < end; at += AesBlocks.BLOCK_BYTES) {
                LONG.set(masks, at, low);
                LONG.set(masks, at + Long.BYTES, high);
                long carry = high >> (Long.SIZE - 1) & POLYNOMIAL;
                high = high << 1 | low >>> (Long.SIZE - 1);
                low = low << 1 ^ carry;
            }
        }
    }
}
