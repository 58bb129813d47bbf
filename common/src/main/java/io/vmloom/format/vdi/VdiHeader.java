package io.vmloom.format.vdi;

import io.vmloom.error.ImageException;
import io.vmloom.format.PrintableText;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A header as it stands in the file; {@link HeaderChecks} says whether it makes sense.
 *
 * @param version major version in the upper half, minor in the lower
 * @param dataOffset where slot 0 begins
 * @param extraBytes what stands in front of each block's data
 * @param blocks entries of the map
 * @param parentModificationId in which state the parent was; none in the first version
 */
record VdiHeader(
        int version,
        HeaderFields fields,
        long headerBytes,
        int typeCode,
        int flags,
        String comment,
        long mapOffset,
        long dataOffset,
        long sectorBytes,
        long diskBytes,
        long blockBytes,
        long extraBytes,
        long blocks,
        long blocksAllocated,
        Identifier imageId,
        Identifier modificationId,
        Identifier parentId,
        Identifier parentModificationId) {
    static final int SIGNATURE = 0xbeda107f;
    static final int SIGNATURE_AT = 64;
    static final int VERSION_AT = 68;
    static final int VERSION_0_2 = 0x0000_0002;
    static final int VERSION_1_0 = 0x0001_0000;
    static final int VERSION_1_1 = 0x0001_0001;

    /** The pre-header's: text, signature, version. The header's own size counts from here. */
    static final int PRE_HEADER_BYTES = 72;

    private static final int ENTRY_BYTES = 4;

    static VdiHeader read(ByteSource source) {
        ByteBuffer bytes = head(source, PRE_HEADER_BYTES);
        if (bytes.getInt(SIGNATURE_AT) != SIGNATURE) {
            throw ImageException.invalid(source.name(), SIGNATURE_AT, "no VDI signature");
        }
        int version = bytes.getInt(VERSION_AT);
        return switch (version) {
            case VERSION_0_2 -> first(source);
            case VERSION_1_0, VERSION_1_1 -> current(source, version);
            default ->
                throw ImageException.unsupported(
                        source.name(),
                        "VDI version " + title(version) + " is unknown; 0.2, 1.0 and 1.1 are read",
                        "convert it with the program that made it");
        };
    }

    private static VdiHeader first(ByteSource source) {
        HeaderFields at = HeaderFields.FIRST;
        ByteBuffer bytes = head(source, at.sizeBytes());
        long mapBytes = ENTRY_BYTES * unsigned(bytes, at.blocks());
        return common(bytes, VERSION_0_2, at, at.sizeBytes(), at.sizeBytes(), at.sizeBytes() + mapBytes);
    }

    private static VdiHeader current(ByteSource source, int version) {
        HeaderFields at = HeaderFields.CURRENT;
        ByteBuffer bytes = head(source, at.sizeBytes());
        return common(
                bytes,
                version,
                at,
                PRE_HEADER_BYTES + unsigned(bytes, HeaderFields.HEADER_SIZE),
                unsigned(bytes, HeaderFields.MAP_OFFSET),
                unsigned(bytes, HeaderFields.DATA_OFFSET));
    }

    private static VdiHeader common(
            ByteBuffer bytes, int version, HeaderFields at, long headerBytes, long mapOffset, long dataOffset) {
        return new VdiHeader(
                version,
                at,
                headerBytes,
                bytes.getInt(at.type()),
                bytes.getInt(at.flags()),
                comment(bytes, at.comment()),
                mapOffset,
                dataOffset,
                unsigned(bytes, at.sectorSize()),
                bytes.getLong(at.diskSize()),
                unsigned(bytes, at.blockSize()),
                at.blockExtra() == HeaderFields.ABSENT ? 0 : unsigned(bytes, at.blockExtra()),
                unsigned(bytes, at.blocks()),
                unsigned(bytes, at.blocksAllocated()),
                Identifier.read(bytes, at.imageId()),
                Identifier.read(bytes, at.modificationId()),
                Identifier.read(bytes, at.parentId()),
                at.parentModificationId() == HeaderFields.ABSENT
                        ? Identifier.NONE
                        : Identifier.read(bytes, at.parentModificationId()));
    }

    static String title(int version) {
        return (version >>> 16) + "." + (version & 0xffff);
    }

    /** Whole sectors: an old VirtualBox made disks of odd sizes, which qemu rounds up too. */
    long virtualBytes() {
        return Alignment.up(diskBytes, HeaderChecks.SECTOR_BYTES);
    }

    long slotBytes() {
        return extraBytes + blockBytes;
    }

    long mapBytes() {
        return blocks * ENTRY_BYTES;
    }

    private static ByteBuffer head(ByteSource source, int lengthBytes) {
        if (source.sizeBytes() < lengthBytes) {
            throw ImageException.invalid(
                    source.name(),
                    source.sizeBytes(),
                    "the file ends inside the VDI header of " + lengthBytes + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        source.read(0, bytes);
        return bytes;
    }

    private static long unsigned(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private static String comment(ByteBuffer bytes, int at) {
        byte[] raw = new byte[HeaderFields.COMMENT_BYTES];
        bytes.get(at, raw);
        return PrintableText.of(raw);
    }
}
