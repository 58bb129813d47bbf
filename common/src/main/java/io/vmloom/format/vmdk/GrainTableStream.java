package io.vmloom.format.vmdk;

import io.vmloom.error.InternalException;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes all grain tables of a disk one after the other; those that hold nothing are zeros. */
final class GrainTableStream {
    private static final long MAX_SECTOR = 0xffff_ffffL;

    private final TableSink sink;
    private final int tables;
    private final ByteBuffer table =
            ByteBuffer.allocate(MonolithicSparseDesign.TABLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int number;
    private boolean populated;

    GrainTableStream(TableSink sink, int tables) {
        this.sink = sink;
        this.tables = tables;
    }

    /** Grains come in guest order. */
    void put(long grain, long targetOffset) {
        long sector = targetOffset / SparseHeader.SECTOR_BYTES;
        if (targetOffset % SparseHeader.SECTOR_BYTES != 0 || sector > MAX_SECTOR) {
            throw new InternalException(
                    "grain " + grain + " must stand at a 32-bit sector, got offset 0x" + Long.toHexString(targetOffset),
                    null);
        }
        moveTo(Math.toIntExact(grain / MonolithicSparseDesign.TABLE_ENTRIES));
        table.putInt((int) (grain % MonolithicSparseDesign.TABLE_ENTRIES) * Integer.BYTES, (int) sector);
        populated = true;
    }

    void finish() {
        moveTo(tables);
    }

    private void moveTo(int next) {
        if (next < number || next > tables) {
            throw new InternalException(
                    "grain table " + next + " must not come after " + number + " of " + tables, null);
        }
        if (next > number && populated) {
            sink.write(table.array());
            Arrays.fill(table.array(), (byte) 0);
            populated = false;
            number++;
        }
        sink.zeros((long) (next - number) * MonolithicSparseDesign.TABLE_BYTES);
        number = next;
    }
}
