package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * A space-efficient extent, found readable. All places are in bytes.
 *
 * @param directoryOffset of one entry of eight bytes for each grain table
 * @param tablesOffset where the first grain table stands
 * @param grainsOffset where the first grain stands
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/block/vmdk.c">QEMU's driver, which describes the
 *     format</a>
 */
record SeSparse(
        ByteSource source,
        long capacitySectors,
        long grainBytes,
        long tableEntries,
        long directoryOffset,
        long directoryBytes,
        long tablesOffset,
        long grainsOffset) {
    private static final int BYTES = 512;
    private static final int VERSION_AT = 8;
    private static final long VERSION = 0x0000_0002_0000_0001L;
    private static final int CAPACITY_AT = 16;
    private static final int GRAIN_AT = 24;
    private static final int TABLE_AT = 32;
    private static final int VOLATILE_AT = 80;
    private static final int DIRECTORY_AT = 128;
    private static final int DIRECTORY_SECTORS_AT = 136;
    private static final int TABLES_AT = 144;
    private static final int GRAINS_AT = 192;

    /** Of the header that changes while the disk is in use. */
    private static final long VOLATILE_MAGIC = 0xcafe_cafeL;

    private static final int REPLAY_JOURNAL_AT = 24;
    private static final long MAX_GRAIN_SECTORS = 4096;
    private static final long TABLE_SECTORS = 64;

    static DiskImage open(ByteSource source, Descriptor.ExtentLine line) {
        SeSparse extent = read(source);
        ExtentFiles.requireCapacity(source, line, extent.capacitySectors);
        return new TableImage(
                VmdkFormat.NAME,
                source,
                line.virtualBytes(),
                1,
                extent.grainBytes,
                Map.of(),
                () -> new SeSparseGrains(extent));
    }

    static SeSparse read(ByteSource source) {
        ByteBuffer bytes = bytes(source, 0);
        if (VmdkKind.of(bytes.array()).filter(VmdkKind.SE_SPARSE::equals).isEmpty()) {
            throw ImageException.invalid(source.name(), 0, "a seSparse extent must begin with its magic number");
        }
        if (bytes.getLong(VERSION_AT) != VERSION) {
            throw ImageException.unsupported(
                    source.name(),
                    "seSparse version 0x" + Long.toHexString(bytes.getLong(VERSION_AT)) + " is unknown",
                    "consolidate the snapshots on the host that made it");
        }
        long grainSectors = bytes.getLong(GRAIN_AT);
        require(
                source,
                GRAIN_AT,
                Alignment.isPowerOfTwo(grainSectors) && grainSectors <= MAX_GRAIN_SECTORS,
                "grain size must be a power of two up to " + MAX_GRAIN_SECTORS + " sectors, got: "
                        + Long.toUnsignedString(grainSectors));
        require(
                source,
                TABLE_AT,
                bytes.getLong(TABLE_AT) == TABLE_SECTORS,
                "a grain table must have " + TABLE_SECTORS + " sectors, got: "
                        + Long.toUnsignedString(bytes.getLong(TABLE_AT)));
        long capacity = bytes.getLong(CAPACITY_AT);
        require(
                source,
                CAPACITY_AT,
                capacity >= 1 && capacity <= Descriptor.MAX_SECTORS,
                "capacity must be 1 sector to 4 EiB, got: " + Long.toUnsignedString(capacity) + " sectors");
        SeSparse extent = new SeSparse(
                source,
                capacity,
                grainSectors * SparseHeader.SECTOR_BYTES,
                TABLE_SECTORS * SparseHeader.SECTOR_BYTES / Long.BYTES,
                place(source, bytes, DIRECTORY_AT),
                place(source, bytes, DIRECTORY_SECTORS_AT),
                place(source, bytes, TABLES_AT),
                place(source, bytes, GRAINS_AT));
        long tables = Math.ceilDiv(capacity, grainSectors * extent.tableEntries);
        require(
                source,
                DIRECTORY_AT,
                extent.directoryBytes / Long.BYTES >= tables
                        && extent.directoryOffset <= source.sizeBytes() - tables * Long.BYTES,
                "the grain directory of " + tables + " entries must lie inside the file");
        requireClosed(source, place(source, bytes, VOLATILE_AT));
        return extent;
    }

    private static void requireClosed(ByteSource source, long offset) {
        ByteBuffer header = bytes(source, offset);
        require(source, offset, header.getLong(0) == VOLATILE_MAGIC, "the volatile header must have its magic number");
        if (header.get(REPLAY_JOURNAL_AT) != 0) {
            throw ImageException.unsupported(
                    source.name(),
                    "its journal was not replayed: it was not closed properly",
                    "open it once on the host that made it");
        }
    }

    /** A number of sectors as bytes; none lies beyond the file. */
    private static long place(ByteSource source, ByteBuffer bytes, int at) {
        long sectors = bytes.getLong(at);
        require(
                source,
                at,
                sectors >= 0 && sectors <= source.sizeBytes() / SparseHeader.SECTOR_BYTES,
                "the place must be inside the file, got: sector 0x" + Long.toHexString(sectors));
        return sectors * SparseHeader.SECTOR_BYTES;
    }

    private static ByteBuffer bytes(ByteSource source, long offset) {
        require(source, offset, offset <= source.sizeBytes() - BYTES, "the file ends inside a seSparse header");
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(offset, bytes);
        return bytes;
    }

    private static void require(ByteSource source, long offset, boolean condition, String rule) {
        if (!condition) {
            throw ImageException.invalid(source.name(), offset, rule);
        }
    }
}
