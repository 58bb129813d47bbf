package io.vmloom.format.sparseimage;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;

/**
 * The header, found readable. Apple has never described it; the fields are as in <i>libmodi</i>'s documentation and in
 * <i>apfs-fuse</i>.
 *
 * @param nextNodeOffset where the index goes on, or 0
 * @see <a href="https://github.com/libyal/libmodi/blob/main/documentation/Mac%20OS%20disk%20image%20types.asciidoc">Mac OS
 *     disk image types</a>
 */
record SparseImageHeader(long bandBytes, long sectors, long nextNodeOffset) {
    static final int SECTOR_BYTES = 512;

    /** Where the header's own part of the index begins. */
    static final int BANDS_AT = 64;

    private static final int VERSION_AT = 4;
    private static final int BAND_SECTORS_AT = 8;
    private static final int SECTORS_LOW_AT = 16;
    private static final int NEXT_NODE_AT = 20;
    private static final int SECTORS_AT = 28;
    private static final int VERSION = 3;

    /** Keeps the sizes of all disks below 2^62 bytes. */
    private static final long MAX_SECTORS = 1L << 53;

    /** Numbers of bands have 32 bits; so far none was seen that needs the highest one. */
    private static final long MAX_BANDS = Integer.MAX_VALUE;

    static SparseImageHeader read(ByteSource source) {
        if (source.sizeBytes() < IndexNode.BYTES) {
            throw ImageException.invalid(
                    source.name(), source.sizeBytes(), "the file ends inside the sparse image's header of 4096 bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(BANDS_AT);
        source.read(0, bytes);
        long version = Integer.toUnsignedLong(bytes.getInt(VERSION_AT));
        if (version != VERSION) {
            throw ImageException.unsupported(
                    source.name(),
                    "version " + version + " of Apple's sparse images is unknown; 3 is read",
                    "convert it first with hdiutil convert -format UDTO");
        }
        long bandSectors = Integer.toUnsignedLong(bytes.getInt(BAND_SECTORS_AT));
        if (bandSectors == 0) {
            throw ImageException.invalid(source.name(), BAND_SECTORS_AT, "a band must have sectors");
        }
        SparseImageHeader header =
                new SparseImageHeader(bandSectors * SECTOR_BYTES, sectors(source, bytes), bytes.getLong(NEXT_NODE_AT));
        if (header.bands() > MAX_BANDS) {
            throw ImageException.invalid(
                    source.name(),
                    BAND_SECTORS_AT,
                    "a disk must have at most " + MAX_BANDS + " bands, got: " + header.bands() + " of "
                            + header.bandBytes() + " bytes");
        }
        return header;
    }

    /** The long field says all that the short one says, unless a program left it out. */
    private static long sectors(ByteSource source, ByteBuffer bytes) {
        long low = Integer.toUnsignedLong(bytes.getInt(SECTORS_LOW_AT));
        long all = bytes.getLong(SECTORS_AT);
        if (all < 0 || all > MAX_SECTORS || all != 0 && (int) all != (int) low) {
            throw ImageException.invalid(
                    source.name(),
                    SECTORS_AT,
                    "the disk must have at most 2^53 sectors, of which another field says the lower half, got: "
                            + Long.toUnsignedString(all) + " and " + low);
        }
        return all == 0 ? low : all;
    }

    long virtualBytes() {
        return sectors * SECTOR_BYTES;
    }

    long bands() {
        return Math.ceilDiv(virtualBytes(), bandBytes);
    }
}
