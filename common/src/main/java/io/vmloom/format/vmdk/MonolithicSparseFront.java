package io.vmloom.format.vmdk;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes header, descriptor and both copies of the tables: one pass over the fragments for each, one table in memory. */
final class MonolithicSparseFront {
    private static final int SECTOR_BYTES = SparseHeader.SECTOR_BYTES;
    private static final int DIRECTORY_PIECE_BYTES = 32 << 10;

    /** No later version is needed without compression and zeroed grains. */
    private static final int VERSION = 1;

    private final MonolithicSparseDesign design;
    private final Stitch stitch;
    private final TableSink sink;

    MonolithicSparseFront(MonolithicSparseDesign design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
    }

    void write() {
        long frontBytes = stitch.layout().frontBytes();
        if (design.usedFrontBytes() > frontBytes) {
            throw new InternalException(
                    "VMDK tables take " + design.usedFrontBytes() + " bytes, but the layout has room for " + frontBytes,
                    null);
        }
        sink.write(header());
        sink.write(Arrays.copyOf(
                design.descriptor().getBytes(StandardCharsets.US_ASCII),
                MonolithicSparseDesign.DESCRIPTOR_SECTORS * SECTOR_BYTES));
        for (int copy = 0; copy < MonolithicSparseDesign.COPIES; copy++) {
            writeDirectory(copy);
            GrainTableStream tables = new GrainTableStream(sink, design.tables());
            stitch.inGuestOrder(fragmentOffset -> new GrainsOfFragment(tables, fragmentOffset));
            tables.finish();
        }
        sink.zeros(frontBytes - design.usedFrontBytes());
    }

    private byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, SparseHeader.MAGIC);
        header.putInt(4, VERSION);
        header.putInt(8, SparseHeader.FLAG_LINE_ENDS | SparseHeader.FLAG_REDUNDANT_DIRECTORY);
        header.putLong(12, design.virtualBytes() / SECTOR_BYTES);
        header.putLong(20, MonolithicSparseDesign.GRAIN_BYTES / SECTOR_BYTES);
        header.putLong(28, 1);
        header.putLong(36, MonolithicSparseDesign.DESCRIPTOR_SECTORS);
        header.putInt(44, MonolithicSparseDesign.TABLE_ENTRIES);
        header.putLong(48, design.directorySector(0));
        header.putLong(56, design.directorySector(1));
        header.putLong(64, stitch.layout().frontBytes() / SECTOR_BYTES);
        header.putInt(73, SparseHeader.LINE_ENDS);
        return header.array();
    }

    private void writeDirectory(int copy) {
        ByteBuffer piece = ByteBuffer.allocate(DIRECTORY_PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int table = 0; table < design.tables(); table++) {
            piece.putInt((int) design.tableSector(copy, table));
            if (!piece.hasRemaining()) {
                sink.write(piece.array());
                piece.clear();
            }
        }
        sink.write(piece.array(), 0, piece.position());
        sink.zeros(design.directorySectors() * SECTOR_BYTES - (long) design.tables() * Integer.BYTES);
    }

    /** Enters each grain of one fragment at its sector. */
    private record GrainsOfFragment(GrainTableStream tables, long fragmentOffset) implements UnitVisitor {
        @Override
        public void zero(long firstUnit, long count) {}

        @Override
        public void plain(long firstUnit, long count, long offset) {
            for (long i = 0; i < count; i++) {
                tables.put(firstUnit + i, fragmentOffset + offset + i * MonolithicSparseDesign.GRAIN_BYTES);
            }
        }

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            throw new InternalException("grain " + unit + " of a plain VMDK is stored compressed", null);
        }
    }
}
