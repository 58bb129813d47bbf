package io.vmloom.format.cloop;

import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The header, found readable. The format has no document; these are the fields as in Knoppix' <i>create_compressed_fs</i>
 * and QEMU's <i>block/cloop.c</i>.
 *
 * @param blockBytes any multiple of 512
 */
record CloopHeader(int blockBytes, long blocks) {
    /** The file is a shell script that mounts itself; its second line tells the version. */
    static final String SCRIPT = "#!/bin/sh\n#V";

    static final String FORMAT = " Format\n";

    /** Behind the version, which has three characters. */
    static final int FORMAT_AT = SCRIPT.length() + 3;

    /** Where the offsets of the blocks begin; one more follows, where the last block ends. */
    static final int OFFSETS_AT = 136;

    private static final int BLOCK_SIZE_AT = 128;
    private static final int BLOCKS_AT = 132;
    private static final int SECTOR_BYTES = 512;
    private static final String VERSION = "2.0";

    static CloopHeader read(ByteSource source) {
        if (source.sizeBytes() < OFFSETS_AT) {
            throw ImageException.invalid(
                    source.name(), source.sizeBytes(), "the file ends inside the cloop header of 136 bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(OFFSETS_AT);
        source.read(0, bytes);
        String version = new String(bytes.array(), SCRIPT.length(), VERSION.length(), StandardCharsets.ISO_8859_1);
        if (!version.equals(VERSION)) {
            throw ImageException.unsupported(
                    source.name(),
                    "version " + version.replaceAll("\\p{Cntrl}", "?")
                            + " of compressed loop devices is not read; 2.0 is",
                    "extract it first with extract_compressed_fs");
        }
        long blockBytes = Integer.toUnsignedLong(bytes.getInt(BLOCK_SIZE_AT));
        if (blockBytes == 0 || blockBytes % SECTOR_BYTES != 0 || blockBytes > CompressedUnit.MAX_DECODED_BYTES) {
            throw ImageException.invalid(
                    source.name(),
                    BLOCK_SIZE_AT,
                    "a block must have a multiple of 512 bytes up to 64 MiB, got: " + blockBytes);
        }
        CloopHeader header = new CloopHeader((int) blockBytes, Integer.toUnsignedLong(bytes.getInt(BLOCKS_AT)));
        if (header.dataOffset() > source.sizeBytes()) {
            throw ImageException.invalid(
                    source.name(),
                    BLOCKS_AT,
                    "the offsets of " + header.blocks + " blocks must lie inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes");
        }
        return header;
    }

    long virtualBytes() {
        return blocks * blockBytes;
    }

    /** Where the table of offsets ends. */
    long dataOffset() {
        return OFFSETS_AT + offsetsBytes();
    }

    long offsetsBytes() {
        return (blocks + 1) * Long.BYTES;
    }
}
