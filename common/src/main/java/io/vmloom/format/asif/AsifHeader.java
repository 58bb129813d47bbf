package io.vmloom.format.asif;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The header, found readable. Apple has not described it; the fields are as the authors of <i>dissect.hypervisor</i> found
 * them.
 *
 * @param directoryOffsets where the two directories stand, of which one is active
 * @see <a href="https://schamper.dev/dissecting-apples-sparse-image-format-asif/">Dissecting Apple's Sparse Image Format</a>
 */
record AsifHeader(List<Long> directoryOffsets, int chunkBytes, int blockBytes, long virtualBytes) {
    static final String MAGIC = "shdw";
    static final int BYTES = 88;

    private static final int VERSION_AT = 4;
    private static final int DIRECTORIES_AT = 16;
    private static final int SECTORS_AT = 48;
    private static final int MAX_SECTORS_AT = 56;
    private static final int CHUNK_SIZE_AT = 64;
    private static final int BLOCK_SIZE_AT = 68;
    private static final int VERSION = 1;
    private static final int MIN_BLOCK_BYTES = 512;
    private static final int MAX_CHUNK_BYTES = 1 << 30;

    /** Keeps all offsets far below 2^63; the format itself ends at 4 PiB. */
    private static final long MAX_VIRTUAL_BYTES = 1L << 60;

    static AsifHeader read(ByteSource source) {
        if (source.sizeBytes() < BYTES) {
            throw ImageException.invalid(
                    source.name(), source.sizeBytes(), "the file ends inside the ASIF header of 88 bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        source.read(0, bytes);
        Checks checks = new Checks(source, bytes);
        checks.version();
        checks.sizes();
        AsifHeader header = new AsifHeader(
                List.of(bytes.getLong(DIRECTORIES_AT), bytes.getLong(DIRECTORIES_AT + Long.BYTES)),
                bytes.getInt(CHUNK_SIZE_AT),
                checks.blockBytes(),
                checks.virtualBytes());
        checks.tables(header);
        return header;
    }

    /** Where the header says where a directory stands. */
    static long directoryField(int number) {
        return DIRECTORIES_AT + (long) number * Long.BYTES;
    }

    /** How many chunks of data a table tells of before an entry for their bitmap comes. */
    int groupChunks() {
        return 4 * blockBytes;
    }

    /** How many groups of entries fit into a chunk, which is what a table has. */
    int tableGroups() {
        return chunkBytes / Long.BYTES / (groupChunks() + 1);
    }

    /** What one table tells of. */
    long tableGuestBytes() {
        return (long) tableGroups() * groupChunks() * chunkBytes;
    }

    int tableBytes() {
        return tableGroups() * (groupChunks() + 1) * Long.BYTES;
    }

    /** How many tables the disk needs. */
    long tables() {
        return Math.ceilDiv(virtualBytes, tableGuestBytes());
    }

    /** What makes a header unreadable. */
    private record Checks(ByteSource source, ByteBuffer bytes) {
        void version() {
            long version = Integer.toUnsignedLong(bytes.getInt(VERSION_AT));
            if (version != VERSION) {
                throw ImageException.unsupported(
                        source.name(),
                        "version " + version + " of ASIF is unknown; 1 is read",
                        "convert it first with diskutil image create from");
            }
        }

        void sizes() {
            if (!Alignment.isPowerOfTwo(blockBytes()) || blockBytes() < MIN_BLOCK_BYTES) {
                throw invalid(BLOCK_SIZE_AT, "a block must be a power of two from 512 bytes on, got: " + blockBytes());
            }
            long sectors = bytes.getLong(SECTORS_AT);
            if (sectors < 0 || sectors > MAX_VIRTUAL_BYTES / blockBytes() || sectors > bytes.getLong(MAX_SECTORS_AT)) {
                throw invalid(
                        SECTORS_AT,
                        "the disk must have at most 2^60 bytes and at most as many sectors as it may grow to, "
                                + Long.toUnsignedString(bytes.getLong(MAX_SECTORS_AT)) + ", got: "
                                + Long.toUnsignedString(sectors));
            }
        }

        void tables(AsifHeader header) {
            long chunkBytes = Integer.toUnsignedLong(bytes.getInt(CHUNK_SIZE_AT));
            if (!Alignment.isPowerOfTwo(chunkBytes) || chunkBytes > MAX_CHUNK_BYTES || header.tableGroups() == 0) {
                throw invalid(
                        CHUNK_SIZE_AT,
                        "a chunk must be a power of two up to 1 GiB that holds a group of " + (header.groupChunks() + 1)
                                + " entries, got: " + chunkBytes);
            }
        }

        int blockBytes() {
            return Short.toUnsignedInt(bytes.getShort(BLOCK_SIZE_AT));
        }

        long virtualBytes() {
            return bytes.getLong(SECTORS_AT) * blockBytes();
        }

        private ImageException invalid(int fieldOffset, String reason) {
            return ImageException.invalid(source.name(), fieldOffset, reason);
        }
    }
}
