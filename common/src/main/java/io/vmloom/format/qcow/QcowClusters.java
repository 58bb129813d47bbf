package io.vmloom.format.qcow;

import io.vmloom.codec.Codec;
import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.format.HostClusters;
import io.vmloom.format.TwoLevelTable;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;

/** Looks up clusters. Not thread-safe. */
final class QcowClusters implements ExtentLookup {
    /** Bit 63 says compressed; the length in bytes stands in the bits below it, as many as a cluster has. */
    static final long COMPRESSED = 1L << 63;

    private static final int MEMBER = 0;
    private static final long ABSENT = 0;
    private static final int SECTOR_BYTES = 512;

    private final ByteSource source;
    private final QcowHeader header;
    private final TwoLevelTable tables;
    private final CompressedUnit unit;

    QcowClusters(ByteSource source, QcowHeader header) {
        this.source = source;
        this.header = header;
        this.tables = header.tables(source);
        this.unit = new CompressedUnit(Codec.DEFLATE, CompressedUnit.Framing.BARE, header.clusterBytes());
    }

    @Override
    public Extent at(long guestOffset) {
        long cluster = guestOffset / header.clusterBytes();
        int skipBytes = (int) (guestOffset % header.clusterBytes());
        long restBytes = header.clusterBytes() - (long) skipBytes;
        if (!tables.hasTable(cluster)) {
            return extent(
                    guestOffset, header.groupBytes() - guestOffset % header.groupBytes(), Mapping.Unallocated.INSTANCE);
        }
        long entry = tables.entry(cluster);
        if ((entry & COMPRESSED) != 0) {
            return extent(guestOffset, restBytes, compressed(cluster, entry, skipBytes));
        }
        if (entry == ABSENT) {
            return extent(guestOffset, restBytes, Mapping.Unallocated.INSTANCE);
        }
        if (!isData(entry)) {
            throw invalid(cluster, "data cluster must be aligned to 512 bytes and begin inside the file", entry);
        }
        return HostClusters.data(guestOffset, entry + skipBytes, restBytes, source.sizeBytes());
    }

    @Override
    public long damagedBytes(long guestOffset) {
        return tables.damagedBytes(guestOffset, header.clusterBytes(), this::isSound);
    }

    private boolean isSound(long entry) {
        return (entry & COMPRESSED) != 0
                ? isInside(compressedOffset(entry), compressedBytes(entry))
                : entry == ABSENT || isData(entry);
    }

    private boolean isData(long entry) {
        return entry % SECTOR_BYTES == 0 && entry < source.sizeBytes();
    }

    private boolean isInside(long hostOffset, int lengthBytes) {
        return hostOffset != 0 && lengthBytes != 0 && hostOffset <= source.sizeBytes() - lengthBytes;
    }

    private long compressedOffset(long entry) {
        return entry & (1L << offsetBits(header.clusterBits())) - 1;
    }

    private int compressedBytes(long entry) {
        return (int) (entry >>> offsetBits(header.clusterBits())) & header.clusterBytes() - 1;
    }

    /** How many bits of a compressed cluster's entry say where it begins. */
    static int offsetBits(int clusterBits) {
        return Long.SIZE - 1 - clusterBits;
    }

    private Mapping compressed(long cluster, long entry, int skipBytes) {
        long hostOffset = compressedOffset(entry);
        int lengthBytes = compressedBytes(entry);
        if (!isInside(hostOffset, lengthBytes)) {
            throw invalid(
                    cluster, "compressed cluster of " + lengthBytes + " bytes must lie inside the file", hostOffset);
        }
        return new Mapping.Compressed(MEMBER, new HostOffset(hostOffset), lengthBytes, unit, skipBytes);
    }

    private ImageException invalid(long cluster, String rule, long hostOffset) {
        return ImageException.invalid(
                source.name(),
                tables.entryOffset(cluster),
                "guest offset 0x" + Long.toHexString(cluster * header.clusterBytes()) + ": " + rule + " of 0x"
                        + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(hostOffset));
    }

    private static Extent extent(long guestOffset, long lengthBytes, Mapping mapping) {
        return new Extent(new GuestOffset(guestOffset), lengthBytes, mapping);
    }
}
