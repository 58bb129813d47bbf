package io.vmloom.loadtest.example;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a FAT12 or FAT16 volume with nothing but the bytes of its boot sector to go by. */
final class FatReader {
    private final ByteBuffer volume;
    private final int clusterBytes;
    private final int tableOffset;
    private final int rootOffset;
    private final int rootEntries;
    private final int dataOffset;
    private final int clusters;

    FatReader(byte[] bytes) {
        volume = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int sectorBytes = u16(11);
        int sectors = u16(19) != 0 ? u16(19) : volume.getInt(32);
        clusterBytes = sectorBytes * volume.get(13);
        tableOffset = sectorBytes * u16(14);
        rootEntries = u16(17);
        rootOffset = tableOffset + volume.get(16) * u16(22) * sectorBytes;
        dataOffset = rootOffset + rootEntries * 32;
        clusters = (sectors * sectorBytes - dataOffset) / clusterBytes;
    }

    /** All files by path, in the order of their directories. */
    Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        walk("", volume.slice(rootOffset, rootEntries * 32), files);
        return files;
    }

    /** The entry of a table for a cluster. */
    int next(int cluster) {
        if (clusters >= 4085) {
            return u16(tableOffset + cluster * 2);
        }
        int pair = u16(tableOffset + cluster + cluster / 2);
        return cluster % 2 == 0 ? pair & 0xFFF : pair >>> 4;
    }

    private void walk(String folder, ByteBuffer entries, Map<String, byte[]> files) {
        entries.order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < entries.limit() && entries.get(at) != 0; at += 32) {
            int attributes = entries.get(at + 11);
            int first = Short.toUnsignedInt(entries.getShort(at + 26));
            String path = folder + "/" + name(entries, at);
            if ((attributes & 0x08) != 0 || entries.get(at) == '.') {
                continue;
            }
            if ((attributes & 0x10) != 0) {
                walk(path, ByteBuffer.wrap(chain(first)), files);
            } else {
                byte[] content = new byte[entries.getInt(at + 28)];
                System.arraycopy(first == 0 ? content : chain(first), 0, content, 0, content.length);
                files.put(path, content);
            }
        }
    }

    private byte[] chain(int first) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int cluster = first; cluster < (clusters >= 4085 ? 0xFFF8 : 0xFF8); cluster = next(cluster)) {
            content.write(volume.array(), dataOffset + (cluster - 2) * clusterBytes, clusterBytes);
        }
        return content.toByteArray();
    }

    private static String name(ByteBuffer entries, int at) {
        String field = new String(entries.array(), entries.arrayOffset() + at, 11, StandardCharsets.US_ASCII);
        String extension = field.substring(8).strip();
        return field.substring(0, 8).strip() + (extension.isEmpty() ? "" : "." + extension);
    }

    private int u16(int offset) {
        return Short.toUnsignedInt(volume.getShort(offset));
    }
}
