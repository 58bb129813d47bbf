package io.vmloom.loadtest.example;

/** Facts about 512-byte sectors that the boot sector, the partition table and the FAT volume share. */
final class Sectors {
    /** Bytes per sector. */
    static final int BYTES = 512;

    /** The little-endian value of the bytes 55 AA that end a boot sector. */
    static final short BOOT_SIGNATURE = (short) 0xAA55;

    private Sectors() {}

    /** Sectors needed for the given number of bytes. */
    static int holding(int bytes) {
        return Math.ceilDiv(bytes, BYTES);
    }
}
