package io.vmloom.format.vmdk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.zip.Deflater;

/** Writes streamOptimized files in the layouts of other programs, for the reader's tests only. */
final class StreamFixture {
    /** Where tables stand, and which markers and copies there are. */
    enum Layout {
        /** VMware's disklib, open-vmdk. */
        FRONT_WITHOUT_MARKERS,
        /** qemu-img: two copies in front, no end-of-stream marker. */
        FRONT_TWICE_WITHOUT_END,
        /** Directory and tables in front, each behind a marker. */
        FRONT_WITH_MARKERS,
        /** ovftool, ESXi, VirtualBox, vmdktool: each table behind its grains. */
        INTERLEAVED,
        /** All tables behind all grains, each behind a marker. */
        GATHERED,
        /** As GATHERED, and the header knows the directory's place as well. */
        GATHERED_KNOWN_TO_HEADER,
        /** Xen Orchestra: all tables behind one marker. */
        GATHERED_UNDER_ONE_MARKER
    }

    static final String DESCRIPTOR = """
            # Disk DescriptorFile
            version=1
            CID=12345678
            parentCID=ffffffff
            createType="streamOptimized"

            # Extent description
            RDONLY %d SPARSE "some-stream.vmdk"

            #DDB
            ddb.adapterType = "lsilogic"
            """;

    private static final int SECTOR = 512;

    Layout layout = Layout.FRONT_WITHOUT_MARKERS;
    int version = 3;
    int extraFlags;
    int grainSectors = 128;
    int tableEntries = 512;
    int descriptorSectors = 20;
    String descriptor = "";
    long capacitySectors;
    final TreeMap<Integer, byte[]> grains = new TreeMap<>();
    final TreeMap<Integer, Integer> specialEntries = new TreeMap<>();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Integer, Integer> entries = new TreeMap<>();

    StreamFixture(long capacitySectors) {
        this.capacitySectors = capacitySectors;
    }

    /** Fills some grains: half noise, half text that shrinks. */
    StreamFixture fill(RandomGenerator random, int count) {
        int total = (int) Math.ceilDiv(capacitySectors, grainSectors);
        for (int i = 0; i < count; i++) {
            byte[] grain = new byte[grainSectors * SECTOR];
            if (random.nextBoolean()) {
                random.nextBytes(grain);
            } else {
                Arrays.fill(grain, (byte) random.nextInt(1, 256));
            }
            grains.put(random.nextInt(total), grain);
        }
        return this;
    }

    byte[] guest() {
        int grainBytes = grainSectors * SECTOR;
        byte[] guest = new byte[Math.toIntExact(capacitySectors * SECTOR)];
        grains.forEach((grain, bytes) -> System.arraycopy(
                bytes, 0, guest, grain * grainBytes, Math.min(grainBytes, guest.length - grain * grainBytes)));
        return guest;
    }

    byte[] build() {
        out.reset();
        entries.clear();
        entries.putAll(specialEntries);
        zeros(1 + descriptorSectors);
        long directory = switch (layout) {
            case FRONT_WITHOUT_MARKERS -> front(1, false, true);
            case FRONT_TWICE_WITHOUT_END -> front(2, false, false);
            case FRONT_WITH_MARKERS -> front(1, true, true);
            case INTERLEAVED -> interleaved();
            case GATHERED, GATHERED_KNOWN_TO_HEADER -> gathered(true);
            case GATHERED_UNDER_ONE_MARKER -> gathered(false);
        };
        byte[] file = out.toByteArray();
        boolean atEnd =
                layout == Layout.INTERLEAVED || layout == Layout.GATHERED || layout == Layout.GATHERED_UNDER_ONE_MARKER;
        System.arraycopy(header(atEnd ? -1 : directory), 0, file, 0, SECTOR);
        String text = descriptor.isEmpty() ? DESCRIPTOR.formatted(capacitySectors) : descriptor;
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, file, SECTOR, bytes.length);
        return file;
    }

    byte[] header(long directorySector) {
        ByteBuffer header = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, "KDMV".getBytes(StandardCharsets.US_ASCII));
        header.putInt(4, version).putInt(8, 0x30001 | extraFlags);
        header.putLong(12, capacitySectors).putLong(20, grainSectors);
        header.putLong(28, 1).putLong(36, descriptorSectors).putInt(44, tableEntries);
        header.putLong(56, directorySector).putLong(64, 128);
        header.put(73, "\n \r\n".getBytes(StandardCharsets.US_ASCII)).put(77, (byte) 1);
        return header.array();
    }

    private long front(int copies, boolean markers, boolean end) {
        int start = out.size();
        int tables = tables();
        int directorySectors = Math.ceilDiv(tables * 4, SECTOR);
        int tableSectors = Math.ceilDiv(tableEntries * 4, SECTOR);
        int marker = markers ? 1 : 0;
        int copySectors = marker + directorySectors + tables * (marker + tableSectors);
        zeros(copies * copySectors);
        alignTo(128);
        putGrains(0, Integer.MAX_VALUE);
        if (end) {
            zeros(1);
        }
        byte[] grainsBehind = out.toByteArray();
        out.reset();
        out.write(grainsBehind, 0, start);
        for (int copy = 0; copy < copies; copy++) {
            int firstTable = out.size() / SECTOR + marker + directorySectors;
            if (markers) {
                marker(directorySectors, 2);
            }
            directory(table -> firstTable + table * (marker + tableSectors) + marker);
            for (int table = 0; table < tables; table++) {
                if (markers) {
                    marker(tableSectors, 1);
                }
                table(table);
            }
        }
        out.write(grainsBehind, out.size(), grainsBehind.length - out.size());
        return start / SECTOR + (long) (copies - 1) * copySectors + marker;
    }

    private long interleaved() {
        alignTo(128);
        int[] places = new int[tables()];
        for (int table = 0; table < places.length; table++) {
            putGrains(table * tableEntries, (table + 1) * tableEntries);
            if (isPopulated(table)) {
                marker(Math.ceilDiv(tableEntries * 4, SECTOR), 1);
                places[table] = out.size() / SECTOR;
                table(table);
            }
        }
        return directoryAndFooter(places);
    }

    private long gathered(boolean markerEach) {
        alignTo(128);
        putGrains(0, Integer.MAX_VALUE);
        int[] places = new int[tables()];
        if (!markerEach) {
            marker(0, 1);
        }
        for (int table = 0; table < places.length; table++) {
            if (isPopulated(table)) {
                if (markerEach) {
                    marker(Math.ceilDiv(tableEntries * 4, SECTOR), 1);
                }
                places[table] = out.size() / SECTOR;
                table(table);
            }
        }
        return directoryAndFooter(places);
    }

    private long directoryAndFooter(int[] places) {
        marker(Math.ceilDiv(places.length * 4, SECTOR), 2);
        long directory = out.size() / SECTOR;
        directory(table -> places[table]);
        marker(1, 3);
        out.writeBytes(header(directory));
        marker(0, 0);
        return directory;
    }

    private void putGrains(int from, int to) {
        Deflater deflater = new Deflater();
        grains.subMap(from, Math.max(from, to)).forEach((grain, bytes) -> {
            entries.put(grain, out.size() / SECTOR);
            byte[] stream = new byte[bytes.length + 1024];
            deflater.reset();
            deflater.setInput(bytes);
            deflater.finish();
            int length = deflater.deflate(stream);
            ByteBuffer marker = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            out.writeBytes(
                    marker.putLong((long) grain * grainSectors).putInt(length).array());
            out.write(stream, 0, length);
            alignTo(1);
        });
        deflater.end();
    }

    private void directory(IntUnaryOperator place) {
        for (int table = 0; table < tables(); table++) {
            littleEndian(place.applyAsInt(table));
        }
        alignTo(1);
    }

    private void table(int table) {
        for (int entry = 0; entry < tableEntries; entry++) {
            littleEndian(entries.getOrDefault(table * tableEntries + entry, 0));
        }
        alignTo(1);
    }

    private boolean isPopulated(int table) {
        return entries.keySet().stream().anyMatch(grain -> grain / tableEntries == table);
    }

    private int tables() {
        return (int) Math.ceilDiv(capacitySectors, (long) grainSectors * tableEntries);
    }

    private void marker(long sectors, int kind) {
        ByteBuffer marker = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(marker.putLong(0, sectors).putInt(12, kind).array());
    }

    private void littleEndian(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private void zeros(int sectors) {
        out.writeBytes(new byte[sectors * SECTOR]);
    }

    private void alignTo(int sectors) {
        out.writeBytes(new byte[Math.floorMod(-out.size(), sectors * SECTOR)]);
    }
}
