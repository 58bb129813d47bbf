package io.vmloom.cipher;

/**
 * CBC: every block is masked by the encrypted one before it, the first of a sector by its number. Decryption needs encrypted
 * blocks only, so one call of AES does many sectors; encryption goes block by block.
 */
final class CbcSectors implements SectorCipher {
    private static final int RUN_BYTES = 32 << 10;

    private final int sectorBytes;
    private final SectorNumbers numbers;
    private final AesBlocks decrypting;
    private final AesBlocks encrypting;
    private final byte[] first;
    private final byte[] block = new byte[AesBlocks.BLOCK_BYTES];

    CbcSectors(DiskCipher cipher) {
        byte[] key = cipher.key().bytes();
        this.sectorBytes = cipher.sectorBytes();
        this.numbers = new SectorNumbers(cipher);
        this.decrypting = AesBlocks.decrypting(key);
        this.encrypting = AesBlocks.encrypting(key);
        this.first = new byte[RUN_BYTES / sectorBytes * AesBlocks.BLOCK_BYTES];
    }

    @Override
    public void decrypt(byte[] in, int inOffset, byte[] out, int outOffset, int lengthBytes, long position) {
        int restBytes = sectorBytes - AesBlocks.BLOCK_BYTES;
        for (int done = 0; done < lengthBytes; done += RUN_BYTES) {
            int length = Math.min(RUN_BYTES, lengthBytes - done);
            numbers.fill(first, length / sectorBytes, position + done);
            decrypting.run(in, inOffset + done, length, out, outOffset + done);
            for (int sector = 0; sector < length / sectorBytes; sector++) {
                int from = inOffset + done + sector * sectorBytes;
                int to = outOffset + done + sector * sectorBytes;
                Xor.run(out, to, first, sector * AesBlocks.BLOCK_BYTES, out, to, AesBlocks.BLOCK_BYTES);
                int second = to + AesBlocks.BLOCK_BYTES;
                Xor.run(out, second, in, from, out, second, restBytes);
            }
        }
    }

    @Override
    public void encrypt(byte[] in, int inOffset, byte[] out, int outOffset, int lengthBytes, long position) {
        for (int done = 0; done < lengthBytes; done += sectorBytes) {
            numbers.fill(first, 1, position + done);
            byte[] mask = first;
            int maskOffset = 0;
            for (int at = done; at < done + sectorBytes; at += AesBlocks.BLOCK_BYTES) {
                Xor.run(in, inOffset + at, mask, maskOffset, block, 0, AesBlocks.BLOCK_BYTES);
                encrypting.run(block, 0, AesBlocks.BLOCK_BYTES, out, outOffset + at);
                mask = out;
                maskOffset = outOffset + at;
            }
        }
    }
}
