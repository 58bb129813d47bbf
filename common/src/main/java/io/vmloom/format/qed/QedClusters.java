package io.vmloom.format.qed;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.format.HostClusters;
import io.vmloom.format.TwoLevelTable;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;

/** Looks up clusters. Not thread-safe. */
final class QedClusters implements ExtentLookup {
    private static final long UNALLOCATED = 0;
    private static final long ZERO = 1;

    private final ByteSource source;
    private final QedHeader header;
    private final TwoLevelTable tables;

    QedClusters(ByteSource source, QedHeader header) {
        this.source = source;
        this.header = header;
        this.tables = header.tables(source);
    }

    @Override
    public Extent at(long guestOffset) {
        long cluster = guestOffset / header.clusterBytes();
        if (!tables.hasTable(cluster)) {
            long groupBytes = header.tableEntries() * header.clusterBytes();
            return extent(guestOffset, groupBytes - guestOffset % groupBytes, Mapping.Unallocated.INSTANCE);
        }
        long skipBytes = guestOffset % header.clusterBytes();
        long restBytes = header.clusterBytes() - skipBytes;
        long entry = tables.entry(cluster);
        if (entry == UNALLOCATED) {
            return extent(guestOffset, restBytes, Mapping.Unallocated.INSTANCE);
        }
        if (entry == ZERO) {
            return extent(guestOffset, restBytes, Mapping.Zero.INSTANCE);
        }
        if (!isSound(entry)) {
            throw ImageException.invalid(
                    source.name(),
                    tables.entryOffset(cluster),
                    "guest offset 0x" + Long.toHexString(cluster * header.clusterBytes())
                            + ": data cluster must be aligned to " + header.clusterBytes()
                            + " bytes and begin behind the header inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(entry));
        }
        return HostClusters.data(guestOffset, entry + skipBytes, restBytes, source.sizeBytes());
    }

    @Override
    public long damagedBytes(long guestOffset) {
        return tables.damagedBytes(guestOffset, header.clusterBytes(), this::isSound);
    }

    private boolean isSound(long entry) {
        return entry == UNALLOCATED
                || entry == ZERO
                || (Alignment.isAligned(entry, header.clusterBytes())
                        && entry >= header.headerBytes()
                        && entry < source.sizeBytes());
    }

    private static Extent extent(long guestOffset, long lengthBytes, Mapping mapping) {
        return new Extent(new GuestOffset(guestOffset), lengthBytes, mapping);
    }
}
