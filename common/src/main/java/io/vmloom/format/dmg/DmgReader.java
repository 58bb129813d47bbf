package io.vmloom.format.dmg;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Opens images that are one file and not encrypted. */
final class DmgReader implements ImageReader {
    static final int SECTOR_BYTES = 512;

    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "an Apple disk image", "");
        Trailer trailer = Trailer.read(source);
        BlockTables tables = BlockTables.read(source, trailer);
        long virtualBytes = trailer.sectors() * SECTOR_BYTES;
        DmgChunks chunks = new DmgChunks(tables.chunks(), virtualBytes);
        return new TableImage(
                DmgFormat.NAME,
                source,
                virtualBytes,
                powerOfTwo(tables.longestCompressedBytes()),
                SECTOR_BYTES,
                details(tables),
                () -> chunks);
    }

    /** Chunks begin anywhere, so that ranges may cut some of them; what matters is that none is longer. */
    private static int powerOfTwo(int bytes) {
        return Math.max(1, Integer.highestOneBit(2 * bytes - 1));
    }

    private static Map<String, String> details(BlockTables tables) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("partition tables", Integer.toString(tables.tables().size()));
        details.put(
                "chunks",
                tables.chunks().stream()
                        .collect(Collectors.groupingBy(Chunk::kind, TreeMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().title())
                        .collect(Collectors.joining(", ")));
        details.put("longest compressed chunk", ByteSize.format(tables.longestCompressedBytes()));
        return details;
    }
}
