package io.vmloom.format.dmg;

import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The chunks of one partition, or of whatever lies between partitions.
 *
 * @param checksum of the partition's content
 */
record BlockTable(Checksum checksum, List<Chunk> chunks) {
    private static final int MAGIC = 0x6d697368; // mish
    private static final int SECTOR_AT = 8;
    private static final int DATA_AT = 24;
    private static final int CHECKSUM_AT = 64;
    private static final int COUNT_AT = 200;
    private static final int ENTRIES_AT = 204;
    private static final int ENTRY_BYTES = 40;
    private static final int ENTRY_SECTOR_AT = 8;
    private static final int ENTRY_SECTORS_AT = 16;
    private static final int ENTRY_OFFSET_AT = 24;
    private static final int ENTRY_LENGTH_AT = 32;
    private static final int SECTOR_BYTES = 512;

    /**
     * Reads a table, all of whose chunks lie inside disk and file.
     *
     * @param tableOffset where in the file it stands, for messages; tables in XML stand there in another form
     */
    static BlockTable read(ByteSource source, Trailer trailer, long tableOffset, ByteBuffer table) {
        return new Reading(source, trailer, tableOffset, table).read();
    }

    private record Reading(ByteSource source, Trailer trailer, long tableOffset, ByteBuffer table) {
        BlockTable read() {
            if (table.capacity() < ENTRIES_AT || table.getInt(0) != MAGIC) {
                throw invalid("a table of blocks must begin with 'mish' and have at least 204 bytes, got: "
                        + table.capacity() + " bytes");
            }
            long count = Integer.toUnsignedLong(table.getInt(COUNT_AT));
            if (count > (table.capacity() - ENTRIES_AT) / ENTRY_BYTES) {
                throw invalid(
                        "a table of blocks with " + table.capacity() + " bytes can not have " + count + " entries");
            }
            List<Chunk> chunks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ByteBuffer entry = table.slice(ENTRIES_AT + i * ENTRY_BYTES, ENTRY_BYTES);
                ChunkKind kind = kind(entry.getInt(0));
                if (kind.isOfTheDisk() && entry.getLong(ENTRY_SECTORS_AT) != 0) {
                    chunks.add(chunk(kind, entry));
                }
            }
            return new BlockTable(Checksum.at(table, CHECKSUM_AT), chunks);
        }

        private ChunkKind kind(int number) {
            return ChunkKind.of(number)
                    .orElseThrow(() -> ImageException.unsupported(
                            source.name(),
                            "chunks of kind 0x" + Integer.toHexString(number) + " are unknown",
                            "rewrite it with hdiutil convert -format UDZO"));
        }

        private Chunk chunk(ChunkKind kind, ByteBuffer entry) {
            long firstSector = sum(table.getLong(SECTOR_AT), entry.getLong(ENTRY_SECTOR_AT));
            long sectors = entry.getLong(ENTRY_SECTORS_AT);
            if (sectors < 0 || sectors > trailer.sectors() || firstSector > trailer.sectors() - sectors) {
                throw invalid("a chunk of " + Long.toUnsignedString(sectors) + " sectors must lie inside the disk of "
                        + trailer.sectors() + " sectors, got: at sector " + firstSector);
            }
            Stretch stored = new Stretch(
                    sum(trailer.dataFork().offset(), sum(table.getLong(DATA_AT), entry.getLong(ENTRY_OFFSET_AT))),
                    entry.getLong(ENTRY_LENGTH_AT));
            Chunk chunk = new Chunk(kind, firstSector * SECTOR_BYTES, sectors * SECTOR_BYTES, stored);
            if (kind == ChunkKind.PLAIN) {
                requirePlain(chunk);
            } else if (kind.codec().isPresent()) {
                requireCompressed(chunk);
            }
            return chunk;
        }

        private void requirePlain(Chunk chunk) {
            if (chunk.stored().lengthBytes() != chunk.lengthBytes()
                    || !chunk.stored().liesIn(source)) {
                throw outside(chunk, "must have as many bytes inside the file");
            }
        }

        private void requireCompressed(Chunk chunk) {
            if (chunk.lengthBytes() > CompressedUnit.MAX_DECODED_BYTES
                    || chunk.stored().lengthBytes() > CompressedUnit.MAX_DECODED_BYTES) {
                throw ImageException.unsupported(
                        source.name(),
                        "a compressed chunk of " + chunk.lengthBytes() + " bytes is longer than 64 MiB",
                        "rewrite it with hdiutil convert -format UDZO");
            }
            if (chunk.stored().isEmpty() || !chunk.stored().liesIn(source)) {
                throw outside(chunk, "must lie inside the file");
            }
        }

        private ImageException outside(Chunk chunk, String rule) {
            return invalid("guest offset 0x" + Long.toHexString(chunk.start()) + ": a "
                    + chunk.kind().title() + " chunk of " + chunk.lengthBytes() + " bytes " + rule + " of 0x"
                    + Long.toHexString(source.sizeBytes()) + " bytes, got: " + chunk.stored());
        }

        /** The sum of two numbers without sign. */
        private long sum(long one, long other) {
            if (one < 0 || other < 0 || one > Long.MAX_VALUE - other) {
                throw invalid("a chunk's place 0x" + Long.toHexString(one) + " + 0x" + Long.toHexString(other)
                        + " is beyond 2^63");
            }
            return one + other;
        }

        private ImageException invalid(String reason) {
            return ImageException.invalid(source.name(), tableOffset, reason);
        }
    }
}
