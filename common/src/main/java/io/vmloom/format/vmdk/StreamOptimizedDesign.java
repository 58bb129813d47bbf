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
 * {@code header | descriptor | GD marker, GD | (GT marker, GT) … | zeros | grains | end of stream}: all tables in front,
 * each behind its marker, so that readers by offset, readers by marker and sequential readers all find what they need.
 * Grains stand in guest order without a gap, because a zero sector among them would end the stream.
 */
record StreamOptimizedDesign(long virtualBytes, VmdkOptions options, String descriptor) implements TargetDesign {
    static final int GRAIN_BYTES = 64 << 10;
    static final int TABLE_ENTRIES = 512;
    static final long GROUP_BYTES = (long) GRAIN_BYTES * TABLE_ENTRIES;

    /** Room for programs that rewrite the descriptor in place; qemu-img and VMware leave the same. */
    static final int DESCRIPTOR_SECTORS = 20;

    static final int TABLE_SECTORS = TABLE_ENTRIES * Integer.BYTES / SparseHeader.SECTOR_BYTES;

    /** Grain table entries are 32-bit sector numbers. */
    private static final long MAX_FILE_BYTES = 2 * ByteSize.TIB;

    private static final int MARKER_SECTORS = 1;
    private static final long DIRECTORY_MARKER_SECTOR = 1L + DESCRIPTOR_SECTORS;

    @Override
    public EncoderSpec encoder() {
        return new EncoderSpec.MarkedStream(GRAIN_BYTES, options.compression(), 0, options.keepsStreams());
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.ORDERED;
    }

    @Override
    public long groupBytes() {
        return GROUP_BYTES;
    }

    /** The first grain begins at a multiple of the grain size, as in other writers' files. */
    @Override
    public int frontAlignmentBytes() {
        return GRAIN_BYTES;
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        long sectors = firstTableMarkerSector() + (long) groups.count() * (MARKER_SECTORS + TABLE_SECTORS);
        return Alignment.up(sectors * SparseHeader.SECTOR_BYTES, GRAIN_BYTES);
    }

    @Override
    public long tailBytes() {
        return SparseHeader.SECTOR_BYTES;
    }

    @Override
    public long maxFileBytes() {
        return MAX_FILE_BYTES;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        new StreamOptimizedFront(this, stitch, sink).write();
    }

    /** The end-of-stream marker is a sector of zeros, written as bytes because a file may not end with a hole. */
    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        sink.write(Marker.metadata(Marker.END_OF_STREAM, 0));
    }

    int directoryEntries() {
        return Math.toIntExact(Math.ceilDiv(virtualBytes, GROUP_BYTES));
    }

    long directorySectors() {
        return Math.ceilDiv((long) directoryEntries() * Integer.BYTES, SparseHeader.SECTOR_BYTES);
    }

    long directorySector() {
        return DIRECTORY_MARKER_SECTOR + MARKER_SECTORS;
    }

    private long firstTableMarkerSector() {
        return directorySector() + directorySectors();
    }

    /** Where the table of the {@code index}-th populated group stands, behind its marker. */
    long tableSector(int index) {
        return firstTableMarkerSector() + (long) index * (MARKER_SECTORS + TABLE_SECTORS) + MARKER_SECTORS;
    }
}
