package io.vmloom.cipher;

/** Decrypts and encrypts whole sectors. Not thread-safe. */
public sealed interface SectorCipher permits CbcSectors, XtsSectors {
    static SectorCipher of(DiskCipher cipher) {
        return switch (cipher.spec().mode()) {
            case CBC -> new CbcSectors(cipher);
            case XTS -> new XtsSectors(cipher);
        };
    }

    /**
     * Decrypts consecutive sectors into another array.
     *
     * @param lengthBytes a multiple of the sector's size
     * @param position of the first one, in bytes of what numbers are counted in; a multiple of the sector's size
     */
    void decrypt(byte[] in, int inOffset, byte[] out, int outOffset, int lengthBytes, long position);

    /** The reverse. */
    void encrypt(byte[] in, int inOffset, byte[] out, int outOffset, int lengthBytes, long position);
}
