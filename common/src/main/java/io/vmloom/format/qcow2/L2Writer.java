package io.vmloom.format.qcow2;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the second-level tables of the populated groups, one after the other in guest order. */
final class L2Writer {
    private static final int NO_GROUP = -1;

    private final Qcow2Design design;
    private final Stitch stitch;
    private final TableSink sink;
    private final int clusterBits;
    private final ByteBuffer table;
    private int group;

    L2Writer(Qcow2Design design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
        this.clusterBits = design.options().clusterBits();
        this.table = ByteBuffer.allocate(design.clusterBytes());
        this.group = stitch.groups().populated().nextSetBit(0);
    }

    void write() {
        stitch.inGuestOrder(EntriesOfFragment::new);
        while (group != NO_GROUP) {
            endTable();
        }
    }

    private void put(long unit, L2Entry entry) {
        int entries = design.geometry().tableEntries();
        long unitGroup = unit / entries;
        while (group != NO_GROUP && group < unitGroup) {
            endTable();
        }
        if (group != unitGroup) {
            throw new InternalException("cluster " + unit + " belongs to no populated group", null);
        }
        table.putLong((int) (unit % entries) * Long.BYTES, entry.raw());
    }

    private void endTable() {
        sink.write(table.array());
        Arrays.fill(table.array(), (byte) 0);
        group = stitch.groups().populated().nextSetBit(group + 1);
    }

    /** Enters the clusters of one fragment; zero clusters need no entry, because there is no backing file. */
    private final class EntriesOfFragment implements UnitVisitor {
        private final long fragmentOffset;

        EntriesOfFragment(long fragmentOffset) {
            this.fragmentOffset = fragmentOffset;
        }

        @Override
        public void zero(long firstUnit, long count) {}

        @Override
        public void plain(long firstUnit, long count, long offset) {
            for (long i = 0; i < count; i++) {
                put(firstUnit + i, L2Entry.plain(fragmentOffset + offset + (i << clusterBits)));
            }
        }

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            put(unit, L2Entry.compressed(clusterBits, fragmentOffset + offset, lengthBytes));
        }
    }
}
