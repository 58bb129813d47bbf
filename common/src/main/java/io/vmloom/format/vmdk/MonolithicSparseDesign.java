package io.vmloom.format.vmdk;

import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/**
 * {@code header | descriptor | directory, tables | directory, tables | zeros | grains}: two copies of the same tables, all
 * of them present, since programs that write on into the disk do not add tables. Grains stand in any order.
 */
record MonolithicSparseDesign(long virtualBytes, String descriptor) implements TargetDesign {
    static final int GRAIN_BYTES = 64 << 10;
    static final int TABLE_ENTRIES = 512;
    static final int TABLE_BYTES = TABLE_ENTRIES * Integer.BYTES;
    static final int COPIES = 2;

    /** Room for programs that rewrite the descriptor in place; qemu-img and VMware leave the same. */
    static final int DESCRIPTOR_SECTORS = 20;

    private static final long TABLE_GUEST_BYTES = (long) GRAIN_BYTES * TABLE_ENTRIES;
    private static final long DIRECTORY_SECTOR = 1L + DESCRIPTOR_SECTORS;

    /** Grain table entries are 32-bit sector numbers. */
    private static final long MAX_FILE_BYTES = 2 * ByteSize.TIB;

    @Override
    public EncoderSpec encoder() {
        return new EncoderSpec.PackedPlain(GRAIN_BYTES);
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.FREE;
    }

    @Override
    public int frontAlignmentBytes() {
        return GRAIN_BYTES;
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return Alignment.up(usedFrontBytes(), GRAIN_BYTES);
    }

    @Override
    public long tailBytes() {
        return 0;
    }

    @Override
    public long maxFileBytes() {
        return MAX_FILE_BYTES;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        new MonolithicSparseFront(this, stitch, sink).write();
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {}

    int tables() {
        return Math.toIntExact(Math.ceilDiv(virtualBytes, TABLE_GUEST_BYTES));
    }

    /** Where the directory of a copy stands; its tables follow it. The first copy is the redundant one. */
    long directorySector(int copy) {
        return DIRECTORY_SECTOR + copy * copySectors();
    }

    long directorySectors() {
        return Math.ceilDiv((long) tables() * Integer.BYTES, SparseHeader.SECTOR_BYTES);
    }

    long tableSector(int copy, int table) {
        return directorySector(copy) + directorySectors() + (long) table * (TABLE_BYTES / SparseHeader.SECTOR_BYTES);
    }

    long usedFrontBytes() {
        return directorySector(COPIES) * SparseHeader.SECTOR_BYTES;
    }

    private long copySectors() {
        return directorySectors() + (long) tables() * (TABLE_BYTES / SparseHeader.SECTOR_BYTES);
    }
}
