package io.vmloom.format.qcow2;

/**
 * The bits of a second-level entry. Reserved bits are ignored, as qemu does when it reads.
 *
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2 specification, "Cluster
 *     mapping"</a>
 */
record L2Entry(long raw) {
    static final long COPIED = 1L << 63;
    static final long COMPRESSED = 1L << 62;
    static final long ZERO = 1;
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
    private static final int SECTOR_BYTES = 512;

    /** The entry of a compressed cluster of this many bytes at a host offset. */
    static L2Entry compressed(int clusterBits, long hostOffset, int lengthBytes) {
        long additionalSectors = (hostOffset + lengthBytes - 1) / SECTOR_BYTES - hostOffset / SECTOR_BYTES;
        return new L2Entry(COMPRESSED | additionalSectors << offsetBits(clusterBits) | hostOffset);
    }

    /** The entry of a cluster that stands as it is and belongs to nobody else. */
    static L2Entry plain(long hostOffset) {
        return new L2Entry(COPIED | hostOffset);
    }

    /** How many bits give the offset of a compressed cluster; those up to bit 61 count sectors. */
    static int offsetBits(int clusterBits) {
        return 62 - (clusterBits - 8);
    }

    boolean isCompressed() {
        return (raw & COMPRESSED) != 0;
    }

    boolean isZero() {
        return (raw & ZERO) != 0;
    }

    /** Offset of a standard cluster, 0 when it has none. */
    long hostOffset() {
        return raw & OFFSET_MASK;
    }

    long compressedOffset(int clusterBits) {
        return raw & (1L << offsetBits(clusterBits)) - 1;
    }

    /** How many bytes from {@link #compressedOffset} on may belong to the cluster: up to the end of its last sector. */
    int compressedBytes(int clusterBits) {
        long additionalSectors = raw >>> offsetBits(clusterBits) & (1L << clusterBits - 8) - 1;
        long inFirstSector = compressedOffset(clusterBits) & SECTOR_BYTES - 1;
        return (int) ((additionalSectors + 1) * SECTOR_BYTES - inFirstSector);
    }
}
