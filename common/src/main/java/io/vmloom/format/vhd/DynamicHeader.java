package io.vmloom.format.vhd;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The header of a dynamic disk, checked against the file.
 *
 * @param tableOffset where the block allocation table stands
 * @param entries of the table
 * @param blockBytes guest bytes of a block
 * @param parent of a differencing disk
 * @see <a href="https://www.microsoft.com/en-us/download/details.aspx?id=23850">Virtual Hard Disk Image Format
 *     Specification, "Dynamic Disk Header Format"</a>
 */
record DynamicHeader(long tableOffset, long entries, long blockBytes, Optional<ParentLink> parent) {
    static final String COOKIE = "cxsparse";
    static final int BYTES = 1024;
    static final int VERSION_1 = 0x0001_0000;

    static final int TABLE_OFFSET_AT = 16;
    static final int VERSION_AT = 24;
    static final int ENTRIES_AT = 28;
    static final int BLOCK_SIZE_AT = 32;
    static final int CHECKSUM_AT = 36;

    private static final int MAJOR_SHIFT = 16;
    private static final int SECTORS_PER_BITMAP_SECTOR = Geometry.SECTOR_BYTES * Byte.SIZE;

    /** Of a disk that stands alone. */
    DynamicHeader(long tableOffset, long entries, long blockBytes) {
        this(tableOffset, entries, blockBytes, Optional.empty());
    }

    static DynamicHeader read(ByteSource source, FoundFooter found, DiskType type, long virtualBytes) {
        long offset = found.footer().headerOffset();
        require(
                source,
                found.offset() + Footer.HEADER_OFFSET_AT,
                offset >= 0 && offset <= source.sizeBytes() - BYTES,
                "the dynamic header of " + BYTES + " bytes must lie inside the file of 0x"
                        + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(offset));
        byte[] bytes = new byte[BYTES];
        source.read(offset, ByteBuffer.wrap(bytes));
        ByteBuffer in = ByteBuffer.wrap(bytes);
        require(
                source,
                offset,
                new String(bytes, 0, COOKIE.length(), StandardCharsets.ISO_8859_1).equals(COOKIE),
                "the dynamic header must begin with '" + COOKIE + "'");
        int checksum = Checksum.of(bytes, CHECKSUM_AT);
        require(
                source,
                offset + CHECKSUM_AT,
                in.getInt(CHECKSUM_AT) == checksum,
                "the dynamic header's checksum must be 0x" + Integer.toHexString(checksum) + ", got: 0x"
                        + Integer.toHexString(in.getInt(CHECKSUM_AT)));
        require(
                source,
                offset + VERSION_AT,
                in.getInt(VERSION_AT) >>> MAJOR_SHIFT == VERSION_1 >>> MAJOR_SHIFT,
                "the dynamic header's version must be 1, got: 0x" + Integer.toHexString(in.getInt(VERSION_AT)));
        DynamicHeader header = new DynamicHeader(
                in.getLong(TABLE_OFFSET_AT),
                Integer.toUnsignedLong(in.getInt(ENTRIES_AT)),
                Integer.toUnsignedLong(in.getInt(BLOCK_SIZE_AT)),
                type == DiskType.DIFFERENCING ? Optional.of(ParentLink.read(source, in)) : Optional.empty());
        header.check(source, offset, virtualBytes);
        return header;
    }

    /** What stands in front of a block's data: a bit per sector, in whole sectors. */
    long bitmapBytes() {
        long sectors = blockBytes / Geometry.SECTOR_BYTES;
        return Math.ceilDiv(sectors, SECTORS_PER_BITMAP_SECTOR) * Geometry.SECTOR_BYTES;
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(COOKIE.getBytes(StandardCharsets.US_ASCII)).putLong(Footer.NO_HEADER);
        out.putLong(tableOffset).putInt(VERSION_1).putInt((int) entries).putInt((int) blockBytes);
        return Checksum.sealed(out.array(), CHECKSUM_AT);
    }

    private void check(ByteSource source, long offset, long virtualBytes) {
        require(
                source,
                offset + BLOCK_SIZE_AT,
                Alignment.isPowerOfTwo(blockBytes) && blockBytes >= Geometry.SECTOR_BYTES,
                "the block size must be a power of two of at least 512, got: " + blockBytes);
        long needed = Math.ceilDiv(virtualBytes, blockBytes);
        require(
                source,
                offset + ENTRIES_AT,
                entries >= needed,
                "the block allocation table needs " + needed + " entries for a disk of 0x"
                        + Long.toHexString(virtualBytes) + " bytes, got: " + entries);
        long tableBytes = entries * Integer.BYTES;
        require(
                source,
                offset + TABLE_OFFSET_AT,
                tableOffset >= 0 && tableOffset <= source.sizeBytes() - tableBytes,
                "the block allocation table of " + tableBytes + " bytes must lie inside the file of 0x"
                        + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(tableOffset));
    }

    private static void require(ByteSource source, long offset, boolean condition, String rule) {
        if (!condition) {
            throw ImageException.invalid(source.name(), offset, rule);
        }
    }
}
