package io.vmloom.format.qcow2;

import java.nio.ByteBuffer;

/**
 * One second-level table in memory.
 *
 * @param number which guest group it maps
 * @param hostOffset where it stands in the file
 */
record L2Table(int number, long hostOffset, Geometry geometry, ByteBuffer bytes) {
    L2Entry entry(int cluster) {
        return new L2Entry(bytes.getLong(cluster * geometry.entryBytes()));
    }

    /** The second word of an extended entry. */
    SubclusterBitmap bitmap(int cluster) {
        return new SubclusterBitmap(bytes.getLong(cluster * geometry.entryBytes() + Long.BYTES));
    }

    /** File offset of an entry, for messages. */
    long entryOffset(int cluster) {
        return hostOffset + (long) cluster * geometry.entryBytes();
    }
}
