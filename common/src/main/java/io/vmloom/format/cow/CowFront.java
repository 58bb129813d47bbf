package io.vmloom.format.cow;

import io.vmloom.error.InternalException;
import io.vmloom.format.EntryStream;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes header and bitmap in one pass over the fragments. */
final class CowFront {
    private static final int VERSION_AT = 4;
    private static final int VERSION = 2;
    private static final int ALL_PRESENT = 0xff;

    private final CowDesign design;
    private final Stitch stitch;
    private final TableSink sink;

    CowFront(CowDesign design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
    }

    void write() {
        long frontBytes = stitch.layout().frontBytes();
        if (frontBytes != design.frontBytes(new GroupSet(design.groupBytes()), 0)) {
            throw new InternalException("a cow's disk can not begin at 0x" + Long.toHexString(frontBytes), null);
        }
        sink.write(header());
        EntryStream bitmap = new EntryStream(sink, ByteOrder.BIG_ENDIAN);
        stitch.inGuestOrder(fragmentOffset -> new SectorsOfFragment(bitmap, design));
        bitmap.zerosUpTo(frontBytes - CowDesign.LAYOUT.bytes());
        bitmap.flush();
    }

    /** Without backing file, its time included. */
    private byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(CowDesign.LAYOUT.bytes());
        header.put(CowHeader.MAGIC.getBytes(StandardCharsets.US_ASCII));
        header.putInt(VERSION_AT, VERSION);
        header.putLong(CowDesign.LAYOUT.sizeAt(), design.virtualBytes());
        header.putInt(CowDesign.LAYOUT.sectorSizeAt(), CowLayout.SECTOR_BYTES);
        return header.array();
    }

    /** Enters eight sectors at a time, the lowest bit for the first one. */
    private record SectorsOfFragment(EntryStream bitmap, CowDesign design) implements UnitVisitor {
        @Override
        public void zero(long firstUnit, long count) {}

        @Override
        public void plain(long firstUnit, long count, long offset) {
            bitmap.zerosUpTo(firstUnit);
            for (long unit = firstUnit; unit < firstUnit + count; unit++) {
                long left = design.sectors() - unit * Byte.SIZE;
                bitmap.putByte((byte) (left < Byte.SIZE ? (1 << left) - 1 : ALL_PRESENT));
            }
        }

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            throw new InternalException("unit " + unit + " of a cow is stored compressed", null);
        }
    }
}
