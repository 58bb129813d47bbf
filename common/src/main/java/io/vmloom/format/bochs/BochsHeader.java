package io.vmloom.format.bochs;

import io.vmloom.error.ImageException;
import io.vmloom.format.PrintableText;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The header, found readable.
 *
 * @param version 1 or 2
 * @param catalogOffset where the catalog begins, one entry of four bytes for each extent of the disk
 * @param bitmapBytes of an extent, in whole sectors; its data follows
 * @see <a href="https://bochs.sourceforge.io/doc/docbook/development/harddisk-redologs.html">Bochs Developers Guide:
 *     Description of the redolog</a>
 */
record BochsHeader(
        int version, long catalogOffset, long catalogEntries, long bitmapBytes, long extentBytes, long virtualBytes) {
    static final String MAGIC = "Bochs Virtual HD Image";
    static final int BYTES = 512;
    static final int SECTOR_BYTES = 512;

    /** An entry of the catalog whose extent was never written. */
    static final int ABSENT = -1;

    private static final int TYPE_AT = 32;
    private static final int SUBTYPE_AT = 48;
    private static final int VERSION_AT = 64;
    private static final int HEADER_SIZE_AT = 68;
    private static final int CATALOG_AT = 72;
    private static final int BITMAP_AT = 76;
    private static final int EXTENT_AT = 80;
    private static final int DISK_V1_AT = 84;
    private static final int DISK_V2_AT = 88;
    private static final int NAME_BYTES = 16;
    private static final int V1 = 0x0001_0000;
    private static final int V2 = 0x0002_0000;

    /** QEMU's limit. */
    private static final long MAX_CATALOG_ENTRIES = 1 << 20;

    /** QEMU's limit. With it no offset in the file comes near 2^63. */
    private static final long MAX_EXTENT_BYTES = 8 << 20;

    private static final long MAX_BITMAP_BYTES = 1 << 20;

    static BochsHeader read(ByteSource source) {
        if (source.sizeBytes() < BYTES) {
            throw ImageException.invalid(
                    source.name(), source.sizeBytes(), "the file ends inside the Bochs header of 512 bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(0, bytes);
        Checks checks = new Checks(source, bytes);
        checks.kind();
        int version = checks.version();
        checks.sizes();
        BochsHeader header = new BochsHeader(
                version,
                checks.u32(HEADER_SIZE_AT),
                checks.u32(CATALOG_AT),
                Alignment.up(checks.u32(BITMAP_AT), SECTOR_BYTES),
                checks.u32(EXTENT_AT),
                // The disk ends with its last whole sector, as in QEMU.
                Alignment.down(bytes.getLong(version == 1 ? DISK_V1_AT : DISK_V2_AT), SECTOR_BYTES));
        checks.catalog(header);
        return header;
    }

    /** Where the first extent begins with its bitmap. */
    long dataOffset() {
        return catalogOffset + catalogEntries * Integer.BYTES;
    }

    /** Where the bitmap of an extent begins, by its entry. */
    long bitmapOffset(int entry) {
        return dataOffset() + Integer.toUnsignedLong(entry) * (bitmapBytes + extentBytes);
    }

    /** Throws unless the bitmap of an extent lies inside the file. */
    void requireInside(ByteSource source, long extent, int entry) {
        if (!isInside(source, entry)) {
            throw ImageException.invalid(
                    source.name(),
                    catalogOffset + extent * Integer.BYTES,
                    "guest offset 0x" + Long.toHexString(extent * extentBytes)
                            + ": the bitmap of the extent must lie inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x"
                            + Long.toHexString(bitmapOffset(entry)));
        }
    }

    /** Whether the bitmap of an extent lies inside the file. */
    boolean isInside(ByteSource source, int entry) {
        return bitmapOffset(entry) <= source.sizeBytes() - bitmapBytes;
    }

    /** What makes a header unreadable. */
    private record Checks(ByteSource source, ByteBuffer bytes) {
        void kind() {
            String kind = name(TYPE_AT) + " " + name(SUBTYPE_AT);
            if (!kind.equals("Redolog Growing")) {
                throw ImageException.unsupported(
                        source.name(),
                        "a Bochs disk of kind '" + kind + "' is not read, only 'Redolog Growing' is",
                        "commit it to its base with bximage, and give that");
            }
        }

        int version() {
            int version = bytes.getInt(VERSION_AT);
            if (version != V1 && version != V2) {
                throw ImageException.unsupported(
                        source.name(),
                        "version 0x" + Integer.toHexString(version) + " of Bochs disks is unknown; 1 and 2 are read",
                        "convert it with bximage");
            }
            return version >>> 16;
        }

        void sizes() {
            long extentBytes = u32(EXTENT_AT);
            if (!Alignment.isPowerOfTwo(extentBytes) || extentBytes < SECTOR_BYTES || extentBytes > MAX_EXTENT_BYTES) {
                throw invalid(
                        EXTENT_AT, "an extent must be a power of two from 512 bytes to 8 MiB, got: " + extentBytes);
            }
            long bits = extentBytes / SECTOR_BYTES;
            long bitmapBytes = u32(BITMAP_AT);
            if (bitmapBytes < Math.ceilDiv(bits, Byte.SIZE) || bitmapBytes > MAX_BITMAP_BYTES) {
                throw invalid(
                        BITMAP_AT,
                        "the bitmap of an extent must have " + bits + " bits and at most 1 MiB, got: " + bitmapBytes
                                + " bytes");
            }
            if (u32(HEADER_SIZE_AT) < BYTES) {
                throw invalid(HEADER_SIZE_AT, "the header must have at least 512 bytes, got: " + u32(HEADER_SIZE_AT));
            }
        }

        void catalog(BochsHeader header) {
            if (header.catalogEntries > MAX_CATALOG_ENTRIES || header.dataOffset() > source.sizeBytes()) {
                throw invalid(
                        CATALOG_AT,
                        "the catalog of " + header.catalogEntries + " entries at 0x"
                                + Long.toHexString(header.catalogOffset)
                                + " must have at most 2^20 and lie inside the file of 0x"
                                + Long.toHexString(source.sizeBytes()) + " bytes");
            }
            if (header.virtualBytes < 0
                    || Math.ceilDiv(header.virtualBytes, header.extentBytes) > header.catalogEntries) {
                throw invalid(
                        header.version == 1 ? DISK_V1_AT : DISK_V2_AT,
                        "a disk of " + Long.toUnsignedString(header.virtualBytes) + " bytes must fit into its "
                                + header.catalogEntries + " extents of " + header.extentBytes + " bytes");
            }
        }

        long u32(int at) {
            return Integer.toUnsignedLong(bytes.getInt(at));
        }

        private String name(int at) {
            return PrintableText.of(Arrays.copyOfRange(bytes.array(), at, at + NAME_BYTES));
        }

        private ImageException invalid(int fieldOffset, String reason) {
            return ImageException.invalid(source.name(), fieldOffset, reason);
        }
    }
}
