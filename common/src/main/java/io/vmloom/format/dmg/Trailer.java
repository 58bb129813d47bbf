package io.vmloom.format.dmg;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The block that says where everything is, found readable. Apple has never described it; the fields are as in QEMU's
 * <i>block/dmg.c</i> and 7-Zip's <i>DmgHandler.cpp</i>.
 *
 * @param offset where it stands: at the end of the file, or at its start
 * @param propertyList XML with the tables of blocks
 * @param resourceFork the tables of blocks in older images
 * @param checksum of the tables' checksums, or empty
 */
record Trailer(
        long offset, Stretch dataFork, Stretch propertyList, Stretch resourceFork, Checksum checksum, long sectors) {
    static final String MAGIC = "koly";
    static final int BYTES = 512;
    static final int CHECKSUM_AT = 352;

    private static final int VERSION_AT = 4;
    private static final int DATA_FORK_AT = 24;
    private static final int RESOURCE_FORK_AT = 40;
    private static final int SEGMENT_AT = 56;
    private static final int SEGMENTS_AT = 60;
    private static final int PROPERTY_LIST_AT = 216;
    private static final int SECTORS_AT = 492;
    private static final int VERSION = 4;

    /** Many times what an image of a terabyte has; it is held in memory. */
    static final long MAX_TABLES_BYTES = 32 << 20;

    /** Keeps the sizes of all disks below 2^62 bytes. */
    private static final long MAX_SECTORS = 1L << 53;

    static Trailer read(ByteSource source) {
        long end = source.sizeBytes() - BYTES;
        if (end < 0) {
            throw ImageException.invalid(source.name(), source.sizeBytes(), "the file ends inside its trailer");
        }
        ByteBuffer bytes = block(source, end);
        return isTrailer(bytes) ? read(source, bytes, end) : read(source, block(source, 0), 0);
    }

    private static Trailer read(ByteSource source, ByteBuffer bytes, long offset) {
        if (!isTrailer(bytes)) {
            throw ImageException.unsupported(
                    source.name(),
                    "it is encrypted",
                    "open it with its passphrase first: hdiutil convert IMAGE -format UDTO -o PLAIN");
        }
        Checks checks = new Checks(source, bytes, offset);
        checks.version();
        checks.segments();
        Trailer trailer = new Trailer(
                offset,
                checks.stretch("data fork", DATA_FORK_AT, Long.MAX_VALUE),
                checks.stretch("property list", PROPERTY_LIST_AT, MAX_TABLES_BYTES),
                checks.stretch("resource fork", RESOURCE_FORK_AT, MAX_TABLES_BYTES),
                Checksum.at(bytes, CHECKSUM_AT),
                bytes.getLong(SECTORS_AT));
        checks.sectors(trailer);
        return trailer;
    }

    private static ByteBuffer block(ByteSource source, long offset) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        source.read(offset, bytes);
        return bytes;
    }

    private static boolean isTrailer(ByteBuffer bytes) {
        return new String(bytes.array(), 0, MAGIC.length(), StandardCharsets.US_ASCII).equals(MAGIC);
    }

    /** What makes a trailer unreadable. */
    private record Checks(ByteSource source, ByteBuffer bytes, long offset) {
        void version() {
            long version = Integer.toUnsignedLong(bytes.getInt(VERSION_AT));
            if (version != VERSION) {
                throw ImageException.unsupported(
                        source.name(),
                        "version " + version + " of Apple's disk images is unknown; 4 is read",
                        "rewrite it with hdiutil convert");
            }
        }

        void segments() {
            long segments = Integer.toUnsignedLong(bytes.getInt(SEGMENTS_AT));
            if (segments > 1) {
                throw ImageException.unsupported(
                        source.name(),
                        "it is part " + Integer.toUnsignedString(bytes.getInt(SEGMENT_AT)) + " of " + segments
                                + " of an image",
                        "join the parts first with hdiutil convert");
            }
        }

        Stretch stretch(String what, int at, long maxBytes) {
            Stretch stretch = new Stretch(bytes.getLong(at), bytes.getLong(at + Long.BYTES));
            if (!stretch.isEmpty() && (stretch.lengthBytes() > maxBytes || !stretch.liesIn(source))) {
                throw invalid(
                        at,
                        "the " + what + " must lie inside the file of 0x" + Long.toHexString(source.sizeBytes())
                                + " bytes"
                                + (maxBytes == Long.MAX_VALUE ? "" : " and have at most " + maxBytes + " bytes")
                                + ", got: " + stretch);
            }
            return stretch;
        }

        void sectors(Trailer trailer) {
            if (trailer.sectors < 0 || trailer.sectors > MAX_SECTORS) {
                throw invalid(
                        SECTORS_AT,
                        "the disk must have at most 2^53 sectors, got: " + Long.toUnsignedString(trailer.sectors));
            }
            if (trailer.propertyList.isEmpty() && trailer.resourceFork.isEmpty()) {
                throw invalid(PROPERTY_LIST_AT, "the image has neither a property list nor a resource fork");
            }
        }

        private ImageException invalid(int fieldOffset, String reason) {
            return ImageException.invalid(source.name(), offset + fieldOffset, reason);
        }
    }
}
