package io.vmloom.format.vmdk;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes header, descriptor, directory and tables in one pass over the fragments, with one table in memory. */
final class StreamOptimizedFront {
    private static final int SECTOR_BYTES = SparseHeader.SECTOR_BYTES;
    private static final int VERSION = 3;
    private static final long MAX_SECTOR = 0xffff_ffffL;

    private final StreamOptimizedDesign design;
    private final Stitch stitch;
    private final TableSink sink;
    private final ByteBuffer table = ByteBuffer.allocate(StreamOptimizedDesign.TABLE_ENTRIES * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    private int group;
    private long written;

    StreamOptimizedFront(StreamOptimizedDesign design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
        this.group = stitch.groups().populated().nextSetBit(0);
    }

    void write() {
        put(header());
        put(Arrays.copyOf(
                design.descriptor().getBytes(StandardCharsets.US_ASCII),
                StreamOptimizedDesign.DESCRIPTOR_SECTORS * SECTOR_BYTES));
        put(Marker.metadata(Marker.GRAIN_DIRECTORY, design.directorySectors()));
        putDirectory();
        stitch.inGuestOrder(GrainsOfFragment::new);
        while (group >= 0) {
            endTable();
        }
        if (written > stitch.layout().frontBytes()) {
            throw new InternalException(
                    "VMDK tables take " + written + " bytes, but the layout has room for "
                            + stitch.layout().frontBytes(),
                    null);
        }
        sink.zeros(stitch.layout().frontBytes() - written);
    }

    private byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, SparseHeader.MAGIC);
        header.putInt(4, VERSION);
        header.putInt(8, SparseHeader.FLAG_LINE_ENDS | SparseHeader.FLAG_COMPRESSED | SparseHeader.FLAG_MARKERS);
        header.putLong(12, design.virtualBytes() / SECTOR_BYTES);
        header.putLong(20, StreamOptimizedDesign.GRAIN_BYTES / SECTOR_BYTES);
        header.putLong(28, 1);
        header.putLong(36, StreamOptimizedDesign.DESCRIPTOR_SECTORS);
        header.putInt(44, StreamOptimizedDesign.TABLE_ENTRIES);
        header.putLong(56, design.directorySector());
        header.putLong(64, stitch.layout().frontBytes() / SECTOR_BYTES);
        header.putInt(73, SparseHeader.LINE_ENDS);
        header.putShort(77, (short) SparseHeader.DEFLATE);
        return header.array();
    }

    /** A sector at a time: the directory of the largest disk is 16 MiB. */
    private void putDirectory() {
        ByteBuffer sector = ByteBuffer.allocate(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int tables = 0;
        for (int entry = 0; entry < design.directoryEntries(); entry++) {
            sector.putInt(stitch.groups().contains(entry) ? (int) design.tableSector(tables++) : 0);
            if (!sector.hasRemaining()) {
                put(sector.array());
                sector.clear();
            }
        }
        if (sector.position() > 0) {
            put(Arrays.copyOf(Arrays.copyOf(sector.array(), sector.position()), SECTOR_BYTES));
        }
    }

    private void putEntry(long grain, long targetOffset) {
        long grainGroup = grain / StreamOptimizedDesign.TABLE_ENTRIES;
        while (group >= 0 && group < grainGroup) {
            endTable();
        }
        if (group != grainGroup) {
            throw new InternalException("grain " + grain + " belongs to no populated group", null);
        }
        long sector = targetOffset / SECTOR_BYTES;
        if (targetOffset % SECTOR_BYTES != 0 || sector > MAX_SECTOR) {
            throw new InternalException(
                    "grain " + grain + " must stand at a 32-bit sector, got offset 0x" + Long.toHexString(targetOffset),
                    null);
        }
        table.putInt((int) (grain % StreamOptimizedDesign.TABLE_ENTRIES) * Integer.BYTES, (int) sector);
    }

    private void endTable() {
        put(Marker.metadata(Marker.GRAIN_TABLE, StreamOptimizedDesign.TABLE_SECTORS));
        put(table.array());
        Arrays.fill(table.array(), (byte) 0);
        group = stitch.groups().populated().nextSetBit(group + 1);
    }

    private void put(byte[] bytes) {
        sink.write(bytes);
        written += bytes.length;
    }

    /** Enters each grain of one fragment at its marker's sector. */
    private final class GrainsOfFragment implements UnitVisitor {
        private final long fragmentOffset;

        GrainsOfFragment(long fragmentOffset) {
            this.fragmentOffset = fragmentOffset;
        }

        @Override
        public void zero(long firstUnit, long count) {}

        @Override
        public void plain(long firstUnit, long count, long offset) {
            throw new InternalException("grain " + firstUnit + " of a compressed stream is stored plain", null);
        }

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            putEntry(unit, fragmentOffset + offset);
        }
    }
}
