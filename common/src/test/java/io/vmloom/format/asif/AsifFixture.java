package io.vmloom.format.asif;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Writes images with chunks in any order, for the reader's tests only. */
final class AsifFixture {
    int blockBytes = 512;
    int chunkBytes = 32 << 10;
    long sectors;
    long[] directoryVersions = {3, 4};
    private final SplittableRandom random;
    private final Map<Long, byte[]> written = new TreeMap<>();

    AsifFixture(SplittableRandom random, long sectors) {
        this.random = random;
        this.sectors = sectors;
    }

    /** Writes some chunk as a whole, or what of it is inside the disk. */
    AsifFixture write(long chunk) {
        byte[] content = new byte[(int) Math.min(chunkBytes, sectors * blockBytes - chunk * chunkBytes)];
        random.nextBytes(content);
        written.put(chunk, content);
        return this;
    }

    Map<Long, byte[]> written() {
        return written;
    }

    int groupChunks() {
        return 4 * blockBytes;
    }

    int tableGroups() {
        return chunkBytes / (8 * (groupChunks() + 1));
    }

    /** Chunks of data that one table tells of. */
    long tableChunks() {
        return (long) tableGroups() * groupChunks();
    }

    /** Chunk 0 has the header, 1 and 2 the directories; tables and data follow in the order of the disk or backwards. */
    byte[] build() {
        List<Long> order = new ArrayList<>(written.keySet());
        if (random.nextBoolean()) {
            order = order.reversed();
        }
        Map<Long, Integer> tables = new TreeMap<>();
        Map<Long, Integer> places = new TreeMap<>();
        int next = 3;
        for (long chunk : order) {
            if (!tables.containsKey(chunk / tableChunks())) {
                tables.put(chunk / tableChunks(), next++);
            }
            places.put(chunk, next++);
        }
        ByteBuffer file = ByteBuffer.allocate(next * chunkBytes);
        header(file);
        int active = directoryVersions[1] > directoryVersions[0] ? 1 : 0;
        for (int i = 0; i < 2; i++) {
            file.putLong((1 + i) * chunkBytes, directoryVersions[i]);
        }
        tables.forEach(
                (table, place) -> file.putLong((1 + active) * chunkBytes + 8 + Math.toIntExact(table) * 8, place));
        places.forEach((chunk, place) -> {
            int inTable = Math.toIntExact(chunk % tableChunks());
            int group = inTable / groupChunks();
            int at = tables.getOrDefault(chunk / tableChunks(), 0) * chunkBytes + (inTable + group) * 8;
            file.putLong(at, place | random.nextLong() & 3L << 62);
            file.put(place * chunkBytes, written.getOrDefault(chunk, new byte[0]));
        });
        return file.array();
    }

    private void header(ByteBuffer file) {
        file.put("shdw".getBytes(US_ASCII)).putInt(1).putInt(512).putInt(0);
        file.putLong(chunkBytes).putLong(2L * chunkBytes);
        file.putLong(48, sectors).putLong(56, (4L << 50) / blockBytes - 1);
        file.putInt(64, chunkBytes).putShort(68, (short) blockBytes).putShort(70, (short) 1);
    }
}
