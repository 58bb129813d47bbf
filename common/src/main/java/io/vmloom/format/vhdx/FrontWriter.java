package io.vmloom.format.vhdx;

import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes everything in front of the blocks. */
final class FrontWriter {
    private static final String CREATOR = "vmloom";
    private static final int ITEMS_AT = Items.TABLE_BYTES;

    private final VhdxDesign design;
    private final Stitch stitch;
    private final TableSink sink;

    FrontWriter(VhdxDesign design, Stitch stitch, TableSink sink) {
        this.design = design;
        this.stitch = stitch;
        this.sink = sink;
    }

    void write() {
        sink.write((VhdxFormat.SIGNATURE).getBytes(StandardCharsets.US_ASCII));
        sink.write(CREATOR.getBytes(StandardCharsets.UTF_16LE));
        at(FileHeader.FIRST_AT, header(0));
        at(FileHeader.SECOND_AT, header(1));
        at(Regions.FIRST_AT, regions());
        at(Regions.SECOND_AT, regions());
        at(VhdxDesign.METADATA_OFFSET, metadata());
        at(VhdxDesign.TABLE_OFFSET, new byte[0]);
        new BlockTableWriter(design, stitch, sink).write();
        sink.zeros(stitch.layout().frontBytes() - sink.position());
    }

    private void at(long offset, byte[] bytes) {
        sink.zeros(offset - sink.position());
        sink.write(bytes);
    }

    /** Without a log identifier the log is empty. */
    private byte[] header(long sequence) {
        ByteBuffer out = littleEndian(FileHeader.BYTES);
        out.putInt(0, FileHeader.SIGNATURE).putLong(FileHeader.SEQUENCE_AT, sequence);
        Guid.write(out, FileHeader.FILE_WRITE_ID_AT, design.ids().fileWrite());
        Guid.write(out, FileHeader.DATA_WRITE_ID_AT, design.ids().dataWrite());
        out.putShort(FileHeader.LOG_VERSION_AT, (short) FileHeader.LOG_VERSION_0);
        out.putShort(FileHeader.VERSION_AT, (short) FileHeader.VERSION_1);
        out.putInt(FileHeader.LOG_BYTES_AT, (int) VhdxDesign.LOG_BYTES);
        out.putLong(FileHeader.LOG_OFFSET_AT, VhdxDesign.LOG_OFFSET);
        return Checksum.sealed(out);
    }

    private byte[] regions() {
        ByteBuffer out = littleEndian(Regions.TABLE_BYTES);
        out.putInt(0, Regions.SIGNATURE).putInt(Regions.COUNT_AT, 2);
        region(out, 0, Regions.BLOCK_TABLE, VhdxDesign.TABLE_OFFSET, design.tableBytes());
        region(out, 1, Regions.METADATA, VhdxDesign.METADATA_OFFSET, VhdxDesign.METADATA_BYTES);
        return Checksum.sealed(out);
    }

    private static void region(ByteBuffer out, int number, UUID id, long offset, long lengthBytes) {
        int at = Regions.HEADER_BYTES + number * Regions.ENTRY_BYTES;
        Guid.write(out, at, id);
        out.putLong(at + 16, offset).putInt(at + 24, (int) lengthBytes).putInt(at + 28, Regions.REQUIRED);
    }

    private byte[] metadata() {
        Metadata metadata = design.metadata();
        ByteBuffer table = littleEndian(Items.TABLE_BYTES);
        ByteBuffer items = littleEndian(8 + 8 + Guid.BYTES + 4 + 4);
        table.putLong(0, Items.TABLE_SIGNATURE);
        items.putInt(metadata.blockBytes()).putInt(metadata.fixed() ? Items.LEAVE_BLOCKS_ALLOCATED : 0);
        entry(table, Items.FILE_PARAMETERS, 0, 8, Items.REQUIRED);
        entry(table, Items.DISK_SIZE, items.position(), 8, Items.REQUIRED | Items.OF_DISK);
        items.putLong(metadata.virtualBytes());
        entry(table, Items.DISK_ID, items.position(), Guid.BYTES, Items.REQUIRED | Items.OF_DISK);
        Guid.write(items, items.position(), design.ids().disk());
        items.position(items.position() + Guid.BYTES);
        entry(table, Items.LOGICAL_SECTOR, items.position(), 4, Items.REQUIRED | Items.OF_DISK);
        items.putInt(metadata.logicalSectorBytes());
        entry(table, Items.PHYSICAL_SECTOR, items.position(), 4, Items.REQUIRED | Items.OF_DISK);
        items.putInt(metadata.physicalSectorBytes());
        return littleEndian(Items.TABLE_BYTES + items.capacity())
                .put(table.array())
                .put(items.array())
                .array();
    }

    private static void entry(ByteBuffer table, UUID id, int itemAt, int lengthBytes, int flags) {
        int number = table.getShort(Items.COUNT_AT);
        int at = Items.HEADER_BYTES + number * Items.ENTRY_BYTES;
        Guid.write(table, at, id);
        table.putInt(at + 16, ITEMS_AT + itemAt).putInt(at + 20, lengthBytes).putInt(at + 24, flags);
        table.putShort(Items.COUNT_AT, (short) (number + 1));
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
