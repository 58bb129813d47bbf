package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where each grain table stands: four bytes in memory for 32 MiB of guest. A sector of 0 means that the whole group is
 * absent.
 */
final class GrainDirectory {
    /** 16 MiB of directory, 128 TiB of guest at the usual grain size; VMware's own limit is 62 TiB. */
    static final int MAX_TABLES = 4 << 20;

    private static final int ENTRY_BYTES = 4;

    private final ByteSource source;
    private final long tableBytes;
    private final int[] sectors;

    private GrainDirectory(ByteSource source, long tableBytes, int[] sectors) {
        this.source = source;
        this.tableBytes = tableBytes;
        this.sectors = sectors;
    }

    /** Reads it whole, having checked that it lies in the file and is not too large. */
    static GrainDirectory read(ByteSource source, SparseHeader header) {
        long tables = Math.ceilDiv(header.virtualBytes(), header.groupBytes());
        if (tables > MAX_TABLES) {
            throw ImageException.unsafe(
                    source.name(),
                    "a disk of " + ByteSize.format(header.virtualBytes()) + " needs " + tables
                            + " grain tables, more than " + MAX_TABLES,
                    "no VMware product makes such disks; the header is damaged or forged");
        }
        long lengthBytes = tables * ENTRY_BYTES;
        long sector = header.directorySector();
        long lastSector = (source.sizeBytes() - lengthBytes) / SparseHeader.SECTOR_BYTES;
        if (sector < 1 || source.sizeBytes() < lengthBytes || sector > lastSector) {
            throw ImageException.invalid(
                    source.name(),
                    header.hostOffset() + 56,
                    "the grain directory at sector 0x" + Long.toHexString(sector) + " with " + lengthBytes
                            + " bytes must lie behind the header and inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        source.read(sector * SparseHeader.SECTOR_BYTES, bytes);
        int[] sectors = new int[(int) tables];
        bytes.flip().asIntBuffer().get(sectors);
        return new GrainDirectory(source, (long) header.tableEntries() * ENTRY_BYTES, sectors);
    }

    int tables() {
        return sectors.length;
    }

    boolean isPresent(int table) {
        return sectors[table] != 0;
    }

    /** File offset of a present table, checked against the file's end. */
    long hostOffset(int table) {
        long offset = statedOffset(table);
        if (!isInside(table)) {
            throw ImageException.invalid(
                    source.name(),
                    offset,
                    "grain table " + table + " must lie inside the file of 0x" + Long.toHexString(source.sizeBytes())
                            + " bytes");
        }
        return offset;
    }

    /** Whether a present table lies inside the file. */
    boolean isInside(int table) {
        return statedOffset(table) + tableBytes <= source.sizeBytes();
    }

    private long statedOffset(int table) {
        return Integer.toUnsignedLong(sectors[table]) * SparseHeader.SECTOR_BYTES;
    }

    long tableBytes() {
        return tableBytes;
    }
}
