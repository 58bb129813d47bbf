package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a hosted sparse extent, which a footer may repeat. Offsets and sizes are in sectors of 512 bytes.
 *
 * @param hostOffset where in the file it stands, for messages
 * @param flags bit 0 line ends are checked, 1 redundant directory, 2 zeroed grains, 16 compressed, 17 markers
 * @param directorySector {@link #AT_END} when only the footer knows
 * @param unclean a program had it open for writing when it ended
 * @see <a href="https://www.vmware.com/support/developer/vddk/vmdk_50_technote.pdf">Virtual Disk Format 5.0, "Hosted
 *     Sparse Extents" and "Stream-Optimized Compressed Sparse Extents"</a>
 */
record SparseHeader(
        long hostOffset,
        int version,
        int flags,
        long capacitySectors,
        long grainSectors,
        long descriptorSector,
        long descriptorSectors,
        long entriesPerTable,
        long directorySector,
        boolean unclean,
        int compressAlgorithm,
        int lineEnds) {
    static final int MAGIC = 0x564d444b;
    static final int SECTOR_BYTES = 512;

    /** GD_AT_END of the specification. */
    static final long AT_END = -1;

    static final int FLAG_LINE_ENDS = 1;
    static final int FLAG_REDUNDANT_DIRECTORY = 1 << 1;
    static final int FLAG_ZEROED_GRAINS = 1 << 2;
    static final int FLAG_COMPRESSED = 1 << 16;
    static final int FLAG_MARKERS = 1 << 17;
    static final int DEFLATE = 1;

    /** "\n \r\n": a transfer as text would change it. */
    static final int LINE_ENDS = 0x0a0d200a;

    private static final int KNOWN_FLAGS =
            FLAG_LINE_ENDS | FLAG_REDUNDANT_DIRECTORY | FLAG_ZEROED_GRAINS | FLAG_COMPRESSED | FLAG_MARKERS;
    private static final int NEWEST_VERSION = 3;

    /** 512 B to 2 MiB; the specification wants more than 4 KiB, every known writer uses 64 KiB. */
    private static final long MAX_GRAIN_SECTORS = 4096;

    private static final long MAX_ENTRIES_PER_TABLE = 512;

    /** Reads and checks the magic number only, since what is wanted of the rest depends on the kind of file. */
    static SparseHeader read(ByteSource source, long hostOffset) {
        if (hostOffset + SECTOR_BYTES > source.sizeBytes()) {
            throw ImageException.invalid(source.name(), hostOffset, "the file ends inside the VMDK header");
        }
        ByteBuffer bytes = ByteBuffer.allocate(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(hostOffset, bytes);
        if (bytes.getInt(0) != MAGIC) {
            throw ImageException.invalid(source.name(), hostOffset, "no VMDK magic number");
        }
        return new SparseHeader(
                hostOffset,
                bytes.getInt(4),
                bytes.getInt(8),
                bytes.getLong(12),
                bytes.getLong(20),
                bytes.getLong(28),
                bytes.getLong(36),
                Integer.toUnsignedLong(bytes.getInt(44)),
                bytes.getLong(56),
                bytes.get(72) != 0,
                Short.toUnsignedInt(bytes.getShort(77)),
                bytes.getInt(73));
    }

    boolean compressed() {
        return has(FLAG_COMPRESSED);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    long virtualBytes() {
        return capacitySectors * SECTOR_BYTES;
    }

    int grainBytes() {
        return (int) (grainSectors * SECTOR_BYTES);
    }

    int tableEntries() {
        return (int) entriesPerTable;
    }

    /** Guest bytes of one grain table. */
    long groupBytes() {
        return (long) grainBytes() * tableEntries();
    }

    /** The same disk in every field but where the directory is. */
    boolean agreesWith(SparseHeader other) {
        return version == other.version
                && flags == other.flags
                && capacitySectors == other.capacitySectors
                && grainSectors == other.grainSectors
                && descriptorSector == other.descriptorSector
                && descriptorSectors == other.descriptorSectors
                && entriesPerTable == other.entriesPerTable
                && compressAlgorithm == other.compressAlgorithm
                && (directorySector == AT_END || directorySector == other.directorySector);
    }

    /** Checks everything by which sizes are computed; afterwards all arithmetic on them is safe. */
    void requireReadable(ByteSource source) {
        if (version < 1 || version > NEWEST_VERSION) {
            throw unsupported(source, "VMDK version " + Integer.toUnsignedString(version) + " is unknown");
        }
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw unsupported(source, "VMDK flags 0x" + Integer.toHexString(flags & ~KNOWN_FLAGS) + " are unknown");
        }
        requireCompression(source);
        if (has(FLAG_LINE_ENDS) && lineEnds != LINE_ENDS) {
            throw invalid(source, 73, "the line end test bytes were changed: the file was transferred as text");
        }
        if (!Alignment.isPowerOfTwo(grainSectors) || grainSectors > MAX_GRAIN_SECTORS) {
            throw invalid(
                    source,
                    20,
                    "grain size must be a power of two up to " + MAX_GRAIN_SECTORS + " sectors, got: "
                            + Long.toUnsignedString(grainSectors));
        }
        if (entriesPerTable < 1 || entriesPerTable > MAX_ENTRIES_PER_TABLE) {
            throw invalid(
                    source,
                    44,
                    "a grain table must have 1–" + MAX_ENTRIES_PER_TABLE + " entries, got: " + entriesPerTable);
        }
        if (capacitySectors < 1 || capacitySectors > Long.MAX_VALUE / SECTOR_BYTES / 2) {
            throw invalid(
                    source,
                    12,
                    "capacity must be 1 sector to 4 EiB, got: " + Long.toUnsignedString(capacitySectors) + " sectors");
        }
    }

    /** Some programs believe the flag, others the algorithm, so that both must say the same. */
    private void requireCompression(ByteSource source) {
        if (compressed() && compressAlgorithm != DEFLATE) {
            throw unsupported(source, "compression algorithm " + compressAlgorithm + " is unknown (1 is deflate)");
        }
        if (!compressed() && (compressAlgorithm != 0 || has(FLAG_MARKERS))) {
            throw invalid(
                    source,
                    8,
                    "an extent without compression must have neither markers nor an algorithm, got: flags 0x"
                            + Integer.toHexString(flags) + ", algorithm " + compressAlgorithm);
        }
    }

    private ImageException invalid(ByteSource source, int fieldOffset, String reason) {
        return ImageException.invalid(source.name(), hostOffset + fieldOffset, reason);
    }

    private static ImageException unsupported(ByteSource source, String reason) {
        return ImageException.unsupported(
                source.name(), reason, "convert it with the tools of the program that made it");
    }
}
