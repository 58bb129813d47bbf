package io.vmloom.format.dmg;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All tables of an image.
 *
 * @param tables in the order in which they are stored
 * @param chunks in the order of the disk, none over another; the disk may have gaps between them
 */
record BlockTables(List<BlockTable> tables, List<Chunk> chunks) {
    static BlockTables read(ByteSource source, Trailer trailer) {
        Stretch list = trailer.propertyList();
        Stretch fork = trailer.resourceFork();
        return list.isEmpty()
                ? read(source, trailer, fork.offset(), ResourceFork.tables(source, fork))
                : read(source, trailer, list.offset(), PropertyList.tables(source, list));
    }

    private static BlockTables read(ByteSource source, Trailer trailer, long offset, List<ByteBuffer> stored) {
        // The tables of a resource fork may lie over each other.
        long bytes = stored.stream().mapToLong(ByteBuffer::capacity).sum();
        if (stored.isEmpty() || bytes > Trailer.MAX_TABLES_BYTES) {
            throw ImageException.invalid(
                    source.name(),
                    offset,
                    "there must be tables of blocks with together at most " + Trailer.MAX_TABLES_BYTES + " bytes, got: "
                            + stored.size() + " tables with " + bytes + " bytes");
        }
        List<BlockTable> tables = new ArrayList<>();
        List<Chunk> chunks = new ArrayList<>();
        for (ByteBuffer table : stored) {
            BlockTable read = BlockTable.read(source, trailer, offset, table);
            tables.add(read);
            chunks.addAll(read.chunks());
        }
        chunks.sort(Comparator.comparingLong(Chunk::start));
        for (int i = 1; i < chunks.size(); i++) {
            if (chunks.get(i).start() < chunks.get(i - 1).end()) {
                throw ImageException.invalid(
                        source.name(),
                        offset,
                        "guest offset 0x" + Long.toHexString(chunks.get(i).start())
                                + ": two chunks of the disk lie over each other");
            }
        }
        return new BlockTables(tables, chunks);
    }

    /** The longest compressed chunk, or 1 when none is compressed. */
    int longestCompressedBytes() {
        return chunks.stream()
                .filter(chunk -> chunk.kind().codec().isPresent())
                .mapToInt(chunk -> Math.toIntExact(chunk.lengthBytes()))
                .max()
                .orElse(1);
    }
}
