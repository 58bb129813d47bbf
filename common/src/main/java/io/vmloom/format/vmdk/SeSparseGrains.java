package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentLookup;
import io.vmloom.extent.Mapping;
import io.vmloom.source.TableWindow;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteOrder;

/** Looks up grains of a space-efficient extent. Not thread-safe. */
final class SeSparseGrains implements ExtentLookup {
    private static final int MEMBER = 0;
    private static final long NO_TABLE = -1;
    private static final int KIND_SHIFT = 60;

    /** Of a directory's entry: the table's number follows in the lower half. */
    private static final long TABLE_PRESENT = 0x1000_0000_0000_0000L;

    private static final long TABLE_NUMBER = 0xffff_ffffL;
    private static final int ABSENT = 0;
    private static final int UNMAPPED = 1;
    private static final int ZERO = 2;
    private static final int ALLOCATED = 3;

    private final SeSparse extent;
    private final TableWindow directory;
    private long tableAt = NO_TABLE;
    private TableWindow table;

    SeSparseGrains(SeSparse extent) {
        this.extent = extent;
        this.directory = new TableWindow(
                extent.source(), extent.directoryOffset(), extent.directoryBytes(), ByteOrder.LITTLE_ENDIAN);
        this.table = directory;
    }

    @Override
    public Extent at(long guestOffset) {
        long groupBytes = extent.grainBytes() * extent.tableEntries();
        long group = guestOffset / groupBytes;
        long entry = directory.longAt(group);
        if (entry == 0) {
            return extent(guestOffset, (group + 1) * groupBytes, Mapping.Unallocated.INSTANCE);
        }
        long end = guestOffset - guestOffset % extent.grainBytes() + extent.grainBytes();
        select(group, entry);
        long grain = grain(guestOffset % groupBytes);
        Mapping mapping = switch ((int) (grain >>> KIND_SHIFT)) {
            case ABSENT -> Mapping.Unallocated.INSTANCE;
            case UNMAPPED, ZERO -> Mapping.Zero.INSTANCE;
            case ALLOCATED -> data(guestOffset, grain);
            default -> throw invalid(guestOffset, "kind of grain must be 0 to 3", grain);
        };
        return extent(guestOffset, end, mapping);
    }

    @Override
    public long damagedBytes(long guestOffset) {
        long groupBytes = extent.grainBytes() * extent.tableEntries();
        long group = guestOffset / groupBytes;
        long entry = directory.longAt(group);
        if (entry == 0) {
            return 0;
        }
        if (!isTable(entry)) {
            return groupBytes - guestOffset % groupBytes;
        }
        select(group, entry);
        long grain = grain(guestOffset % groupBytes);
        int kind = (int) (grain >>> KIND_SHIFT);
        boolean isSound = kind == ALLOCATED ? isInside(host(grain)) : kind >= ABSENT && kind < ALLOCATED;
        return isSound ? 0 : extent.grainBytes() - guestOffset % extent.grainBytes();
    }

    private long grain(long skipInGroup) {
        return table.longAt(skipInGroup / extent.grainBytes());
    }

    private long tableBytes() {
        return extent.tableEntries() * Long.BYTES;
    }

    private long tableOffset(long entry) {
        return extent.tablesOffset() + (entry & TABLE_NUMBER) * tableBytes();
    }

    private boolean isTable(long entry) {
        return (entry & ~TABLE_NUMBER) == TABLE_PRESENT
                && tableOffset(entry) <= extent.source().sizeBytes() - tableBytes();
    }

    private void select(long group, long entry) {
        if (!isTable(entry)) {
            throw ImageException.invalid(
                    extent.source().name(),
                    extent.directoryOffset() + group * Long.BYTES,
                    "a grain table must be marked as present and lie inside the file, got: 0x"
                            + Long.toHexString(entry));
        }
        long offset = tableOffset(entry);
        if (offset != tableAt) {
            table = new TableWindow(extent.source(), offset, tableBytes(), ByteOrder.LITTLE_ENDIAN);
            tableAt = offset;
        }
    }

    private Mapping data(long guestOffset, long grain) {
        long host = host(grain);
        if (!isInside(host)) {
            throw invalid(guestOffset, "grain must lie inside the file", grain);
        }
        return new Mapping.Data(MEMBER, new HostOffset(host + guestOffset % extent.grainBytes()));
    }

    /** The grain's number stands in two pieces: its lowest 12 bits above the others. */
    private long host(long grain) {
        long number = (grain & 0x0fff_0000_0000_0000L) >>> 48 | (grain & 0x0000_ffff_ffff_ffffL) << 12;
        long limit = extent.source().sizeBytes() / extent.grainBytes();
        return number > limit ? Long.MAX_VALUE : extent.grainsOffset() + number * extent.grainBytes();
    }

    private boolean isInside(long host) {
        return host <= extent.source().sizeBytes() - extent.grainBytes();
    }

    private ImageException invalid(long guestOffset, String rule, long entry) {
        long group = extent.grainBytes() * extent.tableEntries();
        return ImageException.invalid(
                extent.source().name(),
                tableAt + guestOffset % group / extent.grainBytes() * Long.BYTES,
                "guest offset 0x" + Long.toHexString(guestOffset) + ": " + rule + ", got: 0x"
                        + Long.toHexString(entry));
    }

    private static Extent extent(long start, long end, Mapping mapping) {
        return new Extent(new GuestOffset(start), end - start, mapping);
    }
}
