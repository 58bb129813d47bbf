package io.vmloom.format.parallels;

import io.vmloom.error.InternalException;
import io.vmloom.format.EntryStream;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteOrder;

/** Writes header and table in one pass over the fragments. */
final class ParallelsFront {
    private final ParallelsDesign design;
    private final Stitch stitch;
    private final TableSink sink;

    ParallelsFront(ParallelsDesign design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
    }

    void write() {
        long frontBytes = stitch.layout().frontBytes();
        if (design.usedFrontBytes() > frontBytes) {
            throw new InternalException(
                    "header and table of a Parallels image take " + design.usedFrontBytes()
                            + " bytes, but the layout has room for " + frontBytes,
                    null);
        }
        sink.write(design.header().bytes(frontBytes));
        EntryStream table = new EntryStream(sink, ByteOrder.LITTLE_ENDIAN);
        stitch.inGuestOrder(fragmentOffset -> new BlocksOfFragment(table, fragmentOffset, design.blockBytes()));
        table.zerosUpTo(frontBytes - ParallelsHeader.BYTES);
        table.flush();
    }

    /** Enters each block of one fragment at its number in the file; 0 is never written. */
    private record BlocksOfFragment(EntryStream table, long fragmentOffset, int blockBytes) implements UnitVisitor {
        @Override
        public void zero(long firstUnit, long count) {}

        @Override
        public void plain(long firstUnit, long count, long offset) {
            table.zerosUpTo(firstUnit * Integer.BYTES);
            long first = (fragmentOffset + offset) / blockBytes;
            for (long block = first; block < first + count; block++) {
                table.putInt((int) block);
            }
        }

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            throw new InternalException("block " + unit + " of a Parallels image is stored compressed", null);
        }
    }
}
