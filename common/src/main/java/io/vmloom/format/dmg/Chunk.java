package io.vmloom.format.dmg;

import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.HostOffset;

/**
 * A run of the disk, at least one sector long, whose bytes lie inside the file.
 *
 * @param stored the bytes in the file; meaningless for kinds without any
 */
record Chunk(ChunkKind kind, long start, long lengthBytes, Stretch stored) {
    private static final int MEMBER = 0;

    long end() {
        return start + lengthBytes;
    }

    /** What stands behind the guest's bytes from one offset inside the chunk on. */
    Mapping mapping(long skipBytes) {
        return switch (kind) {
            case PLAIN -> new Mapping.Data(MEMBER, new HostOffset(stored.offset() + skipBytes));
            case ZERO -> Mapping.Zero.INSTANCE;
            case IGNORED, COMMENT, END -> Mapping.Unallocated.INSTANCE;
            case ADC, ZLIB, BZIP2, LZFSE, LZMA ->
                new Mapping.Compressed(
                        MEMBER,
                        new HostOffset(stored.offset()),
                        Math.toIntExact(stored.lengthBytes()),
                        new CompressedUnit(
                                kind.codec().orElseThrow(), CompressedUnit.Framing.BARE, Math.toIntExact(lengthBytes)),
                        Math.toIntExact(skipBytes));
        };
    }
}
