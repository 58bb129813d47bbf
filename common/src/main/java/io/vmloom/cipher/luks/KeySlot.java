package io.vmloom.cipher.luks;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.DiskCipher;
import io.vmloom.unit.Alignment;

/**
 * A copy of the disk's key that one passphrase opens.
 *
 * @param number as the header names it
 * @param keyBytes of the disk's key
 * @param areaKeyBytes of the key that encrypts the copy
 * @param areaOffset from the header's begin
 */
record KeySlot(
        String number,
        int keyBytes,
        Kdf kdf,
        AntiForensic stripes,
        CipherSpec area,
        int areaKeyBytes,
        long areaOffset) {
    /** What it occupies. */
    int areaBytes() {
        return (int) Alignment.up((long) keyBytes * stripes.stripes(), DiskCipher.MIN_SECTOR_BYTES);
    }

    @Override
    public String toString() {
        return number + " (" + kdf + ")";
    }
}
