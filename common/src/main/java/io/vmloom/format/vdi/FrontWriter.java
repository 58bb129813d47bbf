package io.vmloom.format.vdi;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes header and map in one pass over the fragments, with a piece of the map in memory. */
final class FrontWriter {
    /** For eyes only; every program has its own. */
    private static final String TEXT = "<<< vmloom VirtualBox Disk Image >>>\n";

    /** With the second geometry, which VirtualBox adds to older headers when it opens them for writing. */
    private static final int HEADER_BYTES = 400;

    private final VdiDesign design;
    private final Stitch stitch;
    private final TableSink sink;
    private final MapBuffer map;
    private final long dataOffset;
    private long allocated;

    FrontWriter(VdiDesign design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
        this.map = new MapBuffer(sink);
        this.dataOffset = stitch.layout().frontBytes();
    }

    void write() {
        long usedBytes = VdiDesign.MAP_OFFSET + design.blocks() * BlockMap.ENTRY_BYTES;
        if (usedBytes > dataOffset || dataOffset > VdiDesign.MAX_DATA_OFFSET) {
            throw new InternalException(
                    "VDI header and map take " + usedBytes + " bytes, but the layout has room for " + dataOffset, null);
        }
        long slots = slots();
        sink.write(header(slots));
        if (design.isFixed()) {
            for (long block = 0; block < slots; block++) {
                map.put((int) block);
            }
        } else {
            stitch.inGuestOrder(SlotsOfFragment::new);
            map.free(design.blocks() - map.entries());
            requireDense(slots);
        }
        map.flush();
        sink.zeros(dataOffset - usedBytes);
    }

    private long slots() {
        return design.isFixed()
                ? design.blocks()
                : (stitch.layout().dataEndBytes() - dataOffset) / VdiDesign.BLOCK_BYTES;
    }

    /** VirtualBox puts the next block it allocates behind as many as the header counts, over whatever stands there. */
    private void requireDense(long slots) {
        if (allocated != slots || map.entries() != design.blocks()) {
            throw new InternalException(
                    "a VDI of " + design.blocks() + " blocks must have no gaps between them, got " + map.entries()
                            + " entries, " + allocated + " of them for " + slots + " slots",
                    null);
        }
    }

    /** Geometries stay "not calculated": VirtualBox finds them by the partition table when it needs them. */
    private byte[] header(long slots) {
        HeaderFields at = HeaderFields.CURRENT;
        ByteBuffer header = ByteBuffer.allocate(VdiDesign.MAP_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, TEXT.getBytes(StandardCharsets.US_ASCII));
        header.putInt(VdiHeader.SIGNATURE_AT, VdiHeader.SIGNATURE);
        header.putInt(VdiHeader.VERSION_AT, VdiHeader.VERSION_1_1);
        header.putInt(HeaderFields.HEADER_SIZE, HEADER_BYTES);
        header.putInt(at.type(), design.type().code());
        header.putInt(HeaderFields.MAP_OFFSET, VdiDesign.MAP_OFFSET);
        header.putInt(HeaderFields.DATA_OFFSET, (int) dataOffset);
        header.putInt(at.sectorSize(), HeaderChecks.SECTOR_BYTES);
        header.putLong(at.diskSize(), design.virtualBytes());
        header.putInt(at.blockSize(), VdiDesign.BLOCK_BYTES);
        header.putInt(at.blocks(), (int) design.blocks());
        header.putInt(at.blocksAllocated(), (int) slots);
        design.imageId().write(header, at.imageId());
        design.modificationId().write(header, at.modificationId());
        header.putInt(HeaderFields.SECOND_SECTOR_SIZE, HeaderChecks.SECTOR_BYTES);
        return header.array();
    }

    /** Gives each block of one fragment the slot at which it stands. */
    private final class SlotsOfFragment implements UnitVisitor {
        private final long fragmentOffset;

        SlotsOfFragment(long fragmentOffset) {
            this.fragmentOffset = fragmentOffset;
        }

        @Override
        public void zero(long firstUnit, long count) {
            map.free(count);
        }

        @Override
        public void plain(long firstUnit, long count, long offset) {
            long first = (fragmentOffset + offset - dataOffset) / VdiDesign.BLOCK_BYTES;
            for (long slot = first; slot < first + count; slot++) {
                map.put((int) slot);
            }
            allocated += count;
        }

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            throw new InternalException("block " + unit + " of a VDI is stored compressed", null);
        }
    }
}
