package io.vmloom.format.vhdx;

import io.vmloom.extent.Parent;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the metadata say of the disk.
 *
 * @param fixed whether all blocks are to stay allocated
 * @param parent of a differencing disk
 */
record Metadata(
        int blockBytes,
        boolean fixed,
        long virtualBytes,
        int logicalSectorBytes,
        int physicalSectorBytes,
        Optional<Parent> parent) {
    /** Of a disk that stands alone. */
    Metadata(int blockBytes, boolean fixed, long virtualBytes, int logicalSectorBytes, int physicalSectorBytes) {
        this(blockBytes, fixed, virtualBytes, logicalSectorBytes, physicalSectorBytes, Optional.empty());
    }

    static final long MIN_BLOCK_BYTES = ByteSize.MIB;
    static final long MAX_BLOCK_BYTES = 256 * ByteSize.MIB;
    static final long MAX_VIRTUAL_BYTES = 64 * ByteSize.TIB;

    /** What one sector bitmap block has bits for. */
    private static final long SECTORS_PER_CHUNK = 1L << 23;

    static Metadata read(PatchedFile file, Regions.Region region) {
        MetadataTable table = MetadataTable.read(file, region);
        ByteBuffer parameters = table.bytes(Items.FILE_PARAMETERS, "the file parameters", 8);
        int flags = parameters.getInt(4);
        Optional<Parent> parent =
                (flags & Items.HAS_PARENT) != 0 ? Optional.of(ParentLocator.read(table)) : Optional.empty();
        long blockBytes = Integer.toUnsignedLong(parameters.getInt(0));
        file.require(
                table.offset(Items.FILE_PARAMETERS, ""),
                blockBytes >= MIN_BLOCK_BYTES && blockBytes <= MAX_BLOCK_BYTES && Alignment.isPowerOfTwo(blockBytes),
                "the block size must be a power of two from 1 MiB to 256 MiB, got: " + blockBytes);
        int logical = sectorBytes(table, table.bytes(Items.LOGICAL_SECTOR, "the logical sector size", 4), true);
        int physical = table.has(Items.PHYSICAL_SECTOR)
                ? sectorBytes(table, table.bytes(Items.PHYSICAL_SECTOR, "the physical sector size", 4), false)
                : logical;
        long virtualBytes = table.bytes(Items.DISK_SIZE, "the disk's size", 8).getLong(0);
        file.require(
                table.offset(Items.DISK_SIZE, ""),
                virtualBytes >= 0 && virtualBytes <= MAX_VIRTUAL_BYTES && virtualBytes % logical == 0,
                "the disk must have whole sectors of " + logical + " bytes, up to 64 TiB, got: 0x"
                        + Long.toHexString(virtualBytes));
        return new Metadata(
                (int) blockBytes, (flags & Items.LEAVE_BLOCKS_ALLOCATED) != 0, virtualBytes, logical, physical, parent);
    }

    private static int sectorBytes(MetadataTable table, ByteBuffer item, boolean logical) {
        int bytes = item.getInt(0);
        table.file()
                .require(
                        table.offset(logical ? Items.LOGICAL_SECTOR : Items.PHYSICAL_SECTOR, ""),
                        bytes == 512 || bytes == 4096,
                        "the " + (logical ? "logical" : "physical") + " sector size must be 512 or 4096, got: "
                                + Integer.toUnsignedString(bytes));
        return bytes;
    }

    long blocks() {
        return Math.ceilDiv(virtualBytes, blockBytes);
    }

    /** Blocks between two entries for sector bitmaps. */
    long chunkRatio() {
        return SECTORS_PER_CHUNK * logicalSectorBytes / blockBytes;
    }

    /** Number of a block's entry: behind each chunk is one for its sector bitmap. */
    long entryOf(long block) {
        return block + block / chunkRatio();
    }

    /** Number of the entry for the sector bitmap of the chunk that a block belongs to. */
    long bitmapEntryOf(long block) {
        return (block / chunkRatio() + 1) * (chunkRatio() + 1) - 1;
    }

    /** Entries of the block allocation table; only above a parent is the last chunk's sector bitmap needed. */
    long entries() {
        if (blocks() == 0) {
            return 0;
        }
        return (parent.isPresent() ? bitmapEntryOf(blocks() - 1) : entryOf(blocks() - 1)) + 1;
    }
}
