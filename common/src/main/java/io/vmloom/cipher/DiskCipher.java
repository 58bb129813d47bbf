package io.vmloom.cipher;

import io.vmloom.unit.Alignment;

/**
 * How the sectors of a disk are encrypted, with the key. It must leave the process only as a {@link SealedCipher}.
 *
 * @param sectorBytes what is encrypted as one: 512 to 4096
 * @param firstNumber the number of the sector at position 0; numbers count 512 bytes, whatever the sector's size
 */
public record DiskCipher(CipherSpec spec, int sectorBytes, long firstNumber, Secret key) {
    public static final int MIN_SECTOR_BYTES = 512;
    public static final int MAX_SECTOR_BYTES = 4096;

    public DiskCipher {
        if (!isSector(sectorBytes) || firstNumber < 0 || !spec.takesKeyOf(key.length())) {
            throw new IllegalArgumentException(spec + " with sectors of " + sectorBytes + " bytes from number "
                    + firstNumber + " and a key of " + key.length() + " bytes can not be");
        }
    }

    /** Whether sectors may have this size. */
    public static boolean isSector(long bytes) {
        return bytes >= MIN_SECTOR_BYTES && bytes <= MAX_SECTOR_BYTES && Alignment.isPowerOfTwo(bytes);
    }
}
