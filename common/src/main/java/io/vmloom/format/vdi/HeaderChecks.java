package io.vmloom.format.vdi;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;

/** Refuses headers that can not be read safely; afterwards all arithmetic on their fields stays below 2^62. */
final class HeaderChecks {
    static final int SECTOR_BYTES = 512;

    /** VirtualBox makes 512 KiB to 8 MiB, everyone else 1 MiB. */
    private static final long MAX_BLOCK_BYTES = 256 * ByteSize.MIB;

    /** "Zero expand": new blocks are cleared, which only a writer needs to know. */
    private static final int KNOWN_FLAGS = 1;

    private final ByteSource source;
    private final VdiHeader header;
    private final HeaderFields at;

    private HeaderChecks(ByteSource source, VdiHeader header) {
        this.source = source;
        this.header = header;
        this.at = header.fields();
    }

    /** The image's type, once everything about the image is known to be readable. */
    static ImageType require(ByteSource source, VdiHeader header) {
        HeaderChecks checks = new HeaderChecks(source, header);
        ImageType type = checks.type();
        checks.headerSize();
        checks.sizes();
        checks.places();
        return type;
    }

    private ImageType type() {
        ImageType type = ImageType.of(header.typeCode())
                .orElseThrow(() -> invalid(
                        at.type(), "image type must be 1 to 4, got: " + Integer.toUnsignedString(header.typeCode())));
        boolean alone =
                header.parentId().isNone() && header.parentModificationId().isNone();
        return switch (type) {
            case DYNAMIC, FIXED -> {
                if (!alone) {
                    throw invalid(at.parentId(), "it calls itself " + type.title() + " but names a parent");
                }
                yield type;
            }
            case UNDO, DIFFERENCING -> {
                if (header.parentId().isNone()) {
                    throw invalid(at.parentId(), "it is " + type.title() + " but names no parent");
                }
                yield type;
            }
        };
    }

    private void headerSize() {
        if (header.headerBytes() < at.sizeBytes()) {
            throw invalid(
                    HeaderFields.HEADER_SIZE,
                    "the header must have at least " + (at.sizeBytes() - VdiHeader.PRE_HEADER_BYTES) + " bytes, got: "
                            + (header.headerBytes() - VdiHeader.PRE_HEADER_BYTES));
        }
        if ((header.flags() & ~KNOWN_FLAGS) != 0) {
            throw ImageException.unsupported(
                    source.name(),
                    "VDI flags 0x" + Integer.toHexString(header.flags() & ~KNOWN_FLAGS) + " are unknown",
                    "convert it with the program that made it");
        }
    }

    private void sizes() {
        if (at == HeaderFields.CURRENT && header.sectorBytes() != SECTOR_BYTES) {
            throw invalid(at.sectorSize(), "sectors must have 512 bytes, got: " + header.sectorBytes());
        }
        if (!Alignment.isPowerOfTwo(header.blockBytes())
                || header.blockBytes() < SECTOR_BYTES
                || header.blockBytes() > MAX_BLOCK_BYTES) {
            throw invalid(
                    at.blockSize(),
                    "block size must be a power of two from 512 bytes to " + ByteSize.format(MAX_BLOCK_BYTES)
                            + ", got: " + header.blockBytes());
        }
        if (header.extraBytes() != 0
                && (!Alignment.isPowerOfTwo(header.extraBytes()) || header.extraBytes() > MAX_BLOCK_BYTES)) {
            throw invalid(
                    at.blockExtra(),
                    "extra bytes of a block must be 0 or a power of two up to " + ByteSize.format(MAX_BLOCK_BYTES)
                            + ", got: " + header.extraBytes());
        }
        if (header.diskBytes() < 0 || header.diskBytes() > header.blocks() * header.blockBytes()) {
            throw invalid(
                    at.diskSize(),
                    "a disk of " + Long.toUnsignedString(header.diskBytes()) + " bytes must fit into its "
                            + header.blocks() + " blocks of " + header.blockBytes() + " bytes");
        }
        if (header.blocksAllocated() > header.blocks()) {
            throw invalid(
                    at.blocksAllocated(),
                    "at most all " + header.blocks() + " blocks can be allocated, got: " + header.blocksAllocated());
        }
    }

    private void places() {
        int mapField = at == HeaderFields.CURRENT ? HeaderFields.MAP_OFFSET : at.blocks();
        if (header.mapOffset() < at.sizeBytes() || header.mapOffset() > source.sizeBytes() - header.mapBytes()) {
            throw invalid(
                    mapField,
                    "the block map of " + header.mapBytes() + " bytes at 0x" + Long.toHexString(header.mapOffset())
                            + " must lie behind the header and inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes");
        }
        boolean overlaps = header.dataOffset() >= header.mapOffset()
                && header.dataOffset() < header.mapOffset() + header.mapBytes();
        if (header.dataOffset() < at.sizeBytes() || overlaps) {
            throw invalid(
                    HeaderFields.DATA_OFFSET,
                    "data must begin behind the header and outside the block map, got: 0x"
                            + Long.toHexString(header.dataOffset()));
        }
    }

    private ImageException invalid(int fieldOffset, String reason) {
        return ImageException.invalid(source.name(), fieldOffset, reason);
    }
}
