package io.vmloom.format.parallels;

import io.vmloom.error.ImageException;
import io.vmloom.format.Probe;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header, found readable. The allocation table follows it.
 *
 * @param blockBytes what one entry of the table maps; any number of sectors
 * @param entryBytes what the entries of the table count
 * @param blocks entries of the table
 * @see <a href="https://www.qemu.org/docs/master/interop/parallels.html">Parallels Expandable Image File Format</a>
 */
record ParallelsHeader(
        boolean extended, long blockBytes, long entryBytes, long blocks, long virtualBytes, boolean inUse) {
    static final String MAGIC = "WithoutFreeSpace";
    static final String MAGIC_EXTENDED = "WithouFreSpacExt";
    static final int BYTES = 64;
    static final int IN_USE_AT = 44;

    private static final int VERSION_AT = 16;
    private static final int HEADS_AT = 20;
    private static final int CYLINDERS_AT = 24;
    private static final int TRACKS_AT = 28;
    private static final int BLOCKS_AT = 32;
    private static final int SECTORS_AT = 36;
    private static final int DATA_OFFSET_AT = 48;
    private static final int VERSION = 2;
    private static final int IN_USE = 0x746f6e59;
    private static final int CLOSED = 0x312e3276;

    /** A geometry that means nothing to anybody; qemu-img and Parallels write the same. */
    private static final int HEADS = 16;

    private static final int SECTORS_PER_TRACK = 32;
    private static final int SECTOR_BYTES = 512;
    private static final long MAX_BLOCK_SECTORS = Integer.MAX_VALUE / 513;

    /** Keeps the sizes of all disks below 2^62 bytes. */
    private static final long MAX_SECTORS = 1L << 53;

    static boolean begins(Probe probe) {
        return probe.headHas(0, MAGIC) || probe.headHas(0, MAGIC_EXTENDED);
    }

    static ParallelsHeader read(ByteSource source) {
        if (source.sizeBytes() < BYTES) {
            throw ImageException.invalid(
                    source.name(), source.sizeBytes(), "the file ends inside the Parallels header of 64 bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(0, bytes);
        int version = bytes.getInt(VERSION_AT);
        if (version != VERSION) {
            throw ImageException.unsupported(
                    source.name(),
                    "version " + Integer.toUnsignedString(version) + " of the Parallels format is unknown; 2 is read",
                    "convert it with the program that made it");
        }
        boolean extended =
                new String(bytes.array(), 0, MAGIC.length(), StandardCharsets.US_ASCII).equals(MAGIC_EXTENDED);
        long blockSectors = Integer.toUnsignedLong(bytes.getInt(TRACKS_AT));
        if (blockSectors == 0 || blockSectors > MAX_BLOCK_SECTORS) {
            throw ImageException.invalid(
                    source.name(),
                    TRACKS_AT,
                    "a block must have 1 to " + MAX_BLOCK_SECTORS + " sectors, got: " + blockSectors);
        }
        // The older version has garbage in the upper half.
        long sectors = extended ? bytes.getLong(SECTORS_AT) : Integer.toUnsignedLong(bytes.getInt(SECTORS_AT));
        long blocks = Integer.toUnsignedLong(bytes.getInt(BLOCKS_AT));
        if (sectors < 0 || sectors > MAX_SECTORS || Math.ceilDiv(sectors, blockSectors) > blocks) {
            throw ImageException.invalid(
                    source.name(),
                    SECTORS_AT,
                    "a disk of " + Long.toUnsignedString(sectors) + " sectors must fit into its " + blocks
                            + " blocks of " + blockSectors + " sectors");
        }
        ParallelsHeader header = new ParallelsHeader(
                extended,
                blockSectors * SECTOR_BYTES,
                extended ? blockSectors * SECTOR_BYTES : SECTOR_BYTES,
                blocks,
                sectors * SECTOR_BYTES,
                bytes.getInt(IN_USE_AT) == IN_USE);
        if (header.tableBytes() > source.sizeBytes() - BYTES) {
            throw ImageException.invalid(
                    source.name(),
                    BLOCKS_AT,
                    "the block allocation table of " + header.tableBytes() + " bytes must lie inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes");
        }
        return header;
    }

    /** As it stands in a file of the newer version whose blocks begin at this offset. */
    byte[] bytes(long dataOffset) {
        long sectors = virtualBytes / SECTOR_BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, MAGIC_EXTENDED.getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(VERSION_AT, VERSION);
        bytes.putInt(HEADS_AT, HEADS).putInt(CYLINDERS_AT, (int) (sectors / HEADS / SECTORS_PER_TRACK));
        bytes.putInt(TRACKS_AT, (int) (blockBytes / SECTOR_BYTES));
        bytes.putInt(BLOCKS_AT, (int) blocks).putLong(SECTORS_AT, sectors);
        bytes.putInt(IN_USE_AT, CLOSED);
        bytes.putInt(DATA_OFFSET_AT, Math.toIntExact(dataOffset / SECTOR_BYTES));
        return bytes.array();
    }

    long tableBytes() {
        return blocks * Integer.BYTES;
    }
}
