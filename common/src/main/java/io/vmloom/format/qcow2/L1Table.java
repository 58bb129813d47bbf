package io.vmloom.format.qcow2;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * Where each second-level table stands. Held in memory: eight bytes for each table of the disk, at most 32 MiB.
 *
 * @param hostOffset where the table itself stands
 */
record L1Table(ByteSource source, Geometry geometry, long hostOffset, LongBuffer entries) {
    /** As large as qemu allows. */
    static final long MAX_BYTES = 32L << 20;

    /** Bits 9 to 55; the others are reserved or say who owns the table, and qemu ignores them when it reads. */
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;

    /** What a header or snapshot says of its table. */
    record Claim(long hostOffset, long entries, long virtualBytes) {}

    /**
     * Reads the entries that the disk's size needs.
     *
     * @param claimOffset file offset of the field that gives the number of entries, for messages
     */
    static L1Table read(ByteSource source, Geometry geometry, Claim claim, long claimOffset) {
        long needed = Math.ceilDiv(claim.virtualBytes(), geometry.groupBytes());
        if (claim.entries() > MAX_BYTES / Long.BYTES) {
            throw ImageException.invalid(
                    source.name(),
                    claimOffset,
                    "the L1 table must have at most " + MAX_BYTES / Long.BYTES + " entries, got: " + claim.entries());
        }
        if (claim.entries() < needed) {
            throw ImageException.invalid(
                    source.name(),
                    claimOffset,
                    "the L1 table needs " + needed
                            + " entries for a disk of 0x" + Long.toHexString(claim.virtualBytes()) + " bytes, got: "
                            + claim.entries());
        }
        long lengthBytes = claim.entries() * Long.BYTES;
        long offset = claim.hostOffset();
        if (needed > 0
                && (offset <= 0
                        || !Alignment.isAligned(offset, geometry.clusterBytes())
                        || offset > source.sizeBytes() - lengthBytes)) {
            throw ImageException.invalid(
                    source.name(),
                    claimOffset,
                    "the L1 table of " + lengthBytes + " bytes must begin at a cluster inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(offset));
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(needed * Long.BYTES));
        if (needed > 0) {
            source.read(offset, bytes);
        }
        return new L1Table(source, geometry, offset, bytes.flip().asLongBuffer());
    }

    int tables() {
        return entries.limit();
    }

    boolean isPresent(int table) {
        return (entries.get(table) & OFFSET_MASK) != 0;
    }

    /** File offset of a present table, checked against alignment and the file's end. */
    long tableOffset(int table) {
        long offset = entries.get(table) & OFFSET_MASK;
        if (!isSound(table)) {
            throw ImageException.invalid(
                    source.name(),
                    hostOffset + (long) table * Long.BYTES,
                    "L2 table " + table + " must be a whole cluster inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(offset));
        }
        return offset;
    }

    /** Whether a present table is a whole cluster of the file. */
    boolean isSound(int table) {
        long offset = entries.get(table) & OFFSET_MASK;
        int clusterBytes = geometry.clusterBytes();
        return Alignment.isAligned(offset, clusterBytes) && offset <= source.sizeBytes() - clusterBytes;
    }
}
