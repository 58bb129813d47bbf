package io.vmloom.loadtest.example;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;

/**
 * Writes a FAT12 or FAT16 volume with the given files; equal arguments give equal bytes.
 *
 * @see <a href="https://download.microsoft.com/download/1/6/1/161ba512-40e2-4cc9-843a-923143f3456c/fatgen103.doc">
 *     Microsoft FAT specification 1.03</a>
 */
public final class FatVolume {
    private static final int MEDIA_FIXED_DISK = 0xF8;
    private static final int EXTENDED_BOOT_SIGNATURE = 0x29;
    private static final int ATTRIBUTE_LABEL = 0x08;
    private static final int ATTRIBUTE_DIRECTORY = 0x10;
    private static final int ATTRIBUTE_ARCHIVE = 0x20;

    /** All entries carry this time, so that the bytes do not depend on the day of their making. */
    private static final LocalDateTime WRITTEN = LocalDateTime.of(2024, 2, 29, 12, 0);

    private final FatGeometry geometry;
    private final byte[] volume;
    private final int gapClusters;
    private int nextCluster = 2;

    private FatVolume(FatGeometry geometry, int gapClusters) {
        this.geometry = geometry;
        this.gapClusters = gapClusters;
        this.volume = new byte[geometry.sectors() * Sectors.BYTES];
    }

    /**
     * Lays out a volume.
     *
     * @param hiddenSectors sectors of the disk in front of the volume
     * @param label the volume's name; its serial number follows from it
     * @param gapClusters free clusters left after each file and directory, which scatters them over the volume
     * @param root the content of the root directory
     * @return the volume, of the geometry's length
     * @throws IllegalArgumentException if the nodes do not fit
     */
    public static byte[] format(
            FatGeometry geometry, int hiddenSectors, ShortName label, int gapClusters, List<FatNode> root) {
        FatVolume writer = new FatVolume(geometry, gapClusters);
        writer.putBootSector(hiddenSectors, label);
        writer.link(0, (geometry.kind().endOfChain() & ~0xFF) | MEDIA_FIXED_DISK);
        writer.link(1, geometry.kind().endOfChain());
        byte[] rootEntries = writer.directory(root, 0, 1);
        putEntry(ByteBuffer.wrap(rootEntries), label.field(), ATTRIBUTE_LABEL, 0, 0);
        if (rootEntries.length > geometry.rootEntries() * FatGeometry.ENTRY_BYTES) {
            throw new IllegalArgumentException("root directory has " + geometry.rootEntries() + " slots, too few for "
                    + root.size() + " files and the label");
        }
        System.arraycopy(rootEntries, 0, writer.volume, geometry.rootOffset(), rootEntries.length);
        return writer.volume;
    }

    private void putBootSector(int hiddenSectors, ShortName label) {
        ByteBuffer sector = ByteBuffer.wrap(volume, 0, Sectors.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        boolean small = geometry.sectors() <= 0xFFFF;
        sector.put((byte) 0xEB).put((byte) 0x3C).put((byte) 0x90); // jmp to 0x3E; nop
        sector.put(ascii("VMLOOM  "));
        sector.putShort((short) Sectors.BYTES);
        sector.put((byte) geometry.sectorsPerCluster());
        sector.putShort((short) FatGeometry.RESERVED_SECTORS);
        sector.put((byte) FatGeometry.TABLES);
        sector.putShort((short) geometry.rootEntries());
        sector.putShort((short) (small ? geometry.sectors() : 0));
        sector.put((byte) MEDIA_FIXED_DISK);
        sector.putShort((short) geometry.tableSectors());
        sector.putShort((short) 63).putShort((short) 255); // sectors per track, heads
        sector.putInt(hiddenSectors);
        sector.putInt(small ? 0 : geometry.sectors());
        sector.put((byte) 0x80).put((byte) 0).put((byte) EXTENDED_BOOT_SIGNATURE);
        sector.putInt(label.text().hashCode());
        sector.put(label.field());
        sector.put(ascii(geometry.kind().name() + "   "));
        sector.put((byte) 0xFA).put((byte) 0xF4).putShort((short) 0xFDEB); // cli; hlt; jmp to hlt
        sector.putShort(Sectors.BYTES - 2, Sectors.BOOT_SIGNATURE);
    }

    /** Places the children and returns the entries that name them, after {@code leadingEntries} empty ones. */
    private byte[] directory(List<FatNode> children, int ownCluster, int leadingEntries) {
        ByteBuffer entries = ByteBuffer.allocate((leadingEntries + children.size()) * FatGeometry.ENTRY_BYTES);
        entries.position(leadingEntries * FatGeometry.ENTRY_BYTES);
        for (FatNode child : children) {
            switch (child) {
                case FatNode.File file -> {
                    byte[] content = file.content();
                    int first = content.length == 0 ? 0 : allocate(content.length);
                    store(first, content);
                    putEntry(entries, file.name().field(), ATTRIBUTE_ARCHIVE, first, content.length);
                }
                case FatNode.Directory directory -> {
                    int first = allocate((2 + directory.children().size()) * FatGeometry.ENTRY_BYTES);
                    byte[] content = directory(directory.children(), first, 2);
                    ByteBuffer dots = ByteBuffer.wrap(content);
                    putEntry(dots, ShortName.dots(1), ATTRIBUTE_DIRECTORY, first, 0);
                    putEntry(dots, ShortName.dots(2), ATTRIBUTE_DIRECTORY, ownCluster, 0);
                    store(first, content);
                    putEntry(entries, directory.name().field(), ATTRIBUTE_DIRECTORY, first, 0);
                }
            }
        }
        return entries.array();
    }

    /** Takes a run of neighbouring clusters, chains them and returns the first. */
    private int allocate(int bytes) {
        int first = nextCluster;
        int count = Math.ceilDiv(bytes, geometry.clusterBytes());
        if (Math.addExact(first, count) > geometry.clusters() + 2) {
            throw new IllegalArgumentException("volume of " + geometry.clusters() + " clusters has no room for " + count
                    + " more at cluster " + first);
        }
        for (int cluster = first; cluster < first + count - 1; cluster++) {
            link(cluster, cluster + 1);
        }
        link(first + count - 1, geometry.kind().endOfChain());
        nextCluster = first + count + gapClusters;
        return first;
    }

    private void store(int firstCluster, byte[] content) {
        if (content.length > 0) {
            System.arraycopy(content, 0, volume, geometry.clusterOffset(firstCluster), content.length);
        }
    }

    private void link(int cluster, int value) {
        for (int table = 0; table < FatGeometry.TABLES; table++) {
            geometry.kind().link(volume, geometry.tableOffset(table), cluster, value);
        }
    }

    private static void putEntry(ByteBuffer entries, byte[] name, int attribute, int firstCluster, int bytes) {
        int time = (WRITTEN.getHour() << 11) | (WRITTEN.getMinute() << 5) | (WRITTEN.getSecond() / 2);
        int date = ((WRITTEN.getYear() - 1980) << 9) | (WRITTEN.getMonthValue() << 5) | WRITTEN.getDayOfMonth();
        entries.order(ByteOrder.LITTLE_ENDIAN);
        entries.put(name).put((byte) attribute).put((byte) 0);
        entries.put((byte) 0).putShort((short) time).putShort((short) date); // created
        entries.putShort((short) date).putShort((short) 0); // accessed; high cluster bits are FAT32's
        entries.putShort((short) time).putShort((short) date).putShort((short) firstCluster);
        entries.putInt(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
