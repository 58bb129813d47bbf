package io.vmloom.format.asif;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.format.HostClusters;
import io.vmloom.source.ByteSource;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.GuestOffset;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Looks up chunks, a window of directory and table in memory. Not thread-safe. */
final class AsifChunks implements ExtentLookup {
    /** The lower 55 bits are a chunk's number; above are seven that are reserved and two that tell of unfinished writes. */
    private static final long NUMBER_MASK = (1L << 55) - 1;

    private static final long RESERVED_MASK = 0x7fL << 55;
    private static final long ABSENT = 0;

    private final ByteSource source;
    private final AsifHeader header;
    private final AsifDirectory directory;
    private final TableWindow tables;
    private long loaded = -1;
    private @Nullable TableWindow entries;

    AsifChunks(ByteSource source, AsifHeader header, AsifDirectory directory) {
        this.source = source;
        this.header = header;
        this.directory = directory;
        this.tables =
                new TableWindow(source, directory.entriesOffset(), header.tables() * Long.BYTES, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public Extent at(long guestOffset) {
        long table = guestOffset / header.tableGuestBytes();
        long skipInTable = guestOffset % header.tableGuestBytes();
        if ((tables.longAt(table) & NUMBER_MASK) == ABSENT) {
            return new Extent(
                    new GuestOffset(guestOffset), header.tableGuestBytes() - skipInTable, Mapping.Unallocated.INSTANCE);
        }
        long index = index(skipInTable);
        long skipBytes = guestOffset % header.chunkBytes();
        long restBytes = header.chunkBytes() - skipBytes;
        long entry = table(table).longAt(index);
        if ((entry & NUMBER_MASK) == ABSENT) {
            return new Extent(new GuestOffset(guestOffset), restBytes, Mapping.Unallocated.INSTANCE);
        }
        long place = offset(entry, tableOffset(table) + index * Long.BYTES, 1, "chunk");
        return HostClusters.data(guestOffset, place + skipBytes, restBytes, source.sizeBytes());
    }

    @Override
    public long damagedBytes(long guestOffset) {
        long table = guestOffset / header.tableGuestBytes();
        long skipInTable = guestOffset % header.tableGuestBytes();
        long tableEntry = tables.longAt(table);
        if ((tableEntry & NUMBER_MASK) == ABSENT) {
            return 0;
        }
        if (!isSound(tableEntry, header.tableBytes())) {
            return header.tableGuestBytes() - skipInTable;
        }
        long entry = table(table).longAt(index(skipInTable));
        return (entry & NUMBER_MASK) == ABSENT || isSound(entry, 1)
                ? 0
                : header.chunkBytes() - guestOffset % header.chunkBytes();
    }

    /** The entry of a bitmap follows those of each group. */
    private long index(long skipInTable) {
        long chunk = skipInTable / header.chunkBytes();
        return chunk + chunk / header.groupChunks();
    }

    /** Claims the tables; those that lie outside the file are left out. */
    void claimTables(ClaimVisitor claims) {
        for (long table = 0; table < header.tables(); table++) {
            long number = tables.longAt(table);
            if ((number & NUMBER_MASK) != ABSENT && isSound(number, header.tableBytes())) {
                claims.claim("table", table, (number & NUMBER_MASK) * header.chunkBytes(), header.tableBytes());
            }
        }
    }

    private TableWindow table(long table) {
        TableWindow current = entries;
        if (current == null || loaded != table) {
            current = new TableWindow(source, tableOffset(table), header.tableBytes(), ByteOrder.BIG_ENDIAN);
            entries = current;
            loaded = table;
        }
        return current;
    }

    private long tableOffset(long table) {
        return offset(
                tables.longAt(table), directory.entriesOffset() + table * Long.BYTES, header.tableBytes(), "table");
    }

    /** Where the chunk of an entry begins; at least so many bytes of it are inside the file. */
    private long offset(long entry, long entryOffset, int neededBytes, String what) {
        if (!isSound(entry, neededBytes)) {
            throw ImageException.invalid(
                    source.name(),
                    entryOffset,
                    "a " + what + " must be a chunk inside the file of 0x" + Long.toHexString(source.sizeBytes())
                            + " bytes, got: 0x" + Long.toHexString(entry));
        }
        return (entry & NUMBER_MASK) * header.chunkBytes();
    }

    private boolean isSound(long entry, int neededBytes) {
        long number = entry & NUMBER_MASK;
        return (entry & RESERVED_MASK) == 0 && number <= (source.sizeBytes() - neededBytes) / header.chunkBytes();
    }
}
