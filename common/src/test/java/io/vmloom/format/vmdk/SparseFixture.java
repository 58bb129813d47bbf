package io.vmloom.format.vmdk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Writes monolithicSparse files in various arrangements, for the reader's tests only. */
final class SparseFixture {
    static final String DESCRIPTOR = """
            # Disk DescriptorFile
            version=1
            CID=12345678
            parentCID=ffffffff
            createType="monolithicSparse"

            # Extent description
            RW %d SPARSE "some disk.vmdk"

            #DDB
            ddb.adapterType = "ide"
            """;

    private static final int SECTOR = 512;
    private static final int DESCRIPTOR_SECTORS = 20;

    int version = 1;
    int extraFlags;
    int grainSectors = 128;
    int tableEntries = 512;
    long capacitySectors;
    String descriptor = "";
    boolean unclean;

    /** Whether the directory stands behind the grains and only a footer knows it. */
    boolean atEnd;

    /** Whether tables without grains are left out. */
    boolean omitTables;

    long shuffleSeed;
    final TreeMap<Integer, byte[]> grains = new TreeMap<>();
    final TreeMap<Integer, Integer> specialEntries = new TreeMap<>();

    SparseFixture(long capacitySectors) {
        this.capacitySectors = capacitySectors;
    }

    static SparseFixture random(SplittableRandom random) {
        SparseFixture fixture = new SparseFixture(1);
        fixture.version = random.nextInt(1, 4);
        fixture.grainSectors = 1 << random.nextInt(9);
        fixture.tableEntries = 1 << random.nextInt(10);
        long guestSectors = Math.min(8000, 6L * fixture.grainSectors * fixture.tableEntries);
        fixture.capacitySectors = random.nextLong(1, guestSectors + 1);
        fixture.atEnd = random.nextBoolean();
        fixture.omitTables = random.nextBoolean();
        fixture.unclean = random.nextBoolean();
        fixture.shuffleSeed = random.nextLong();
        int total = (int) Math.ceilDiv(fixture.capacitySectors, fixture.grainSectors);
        for (int i = 0; i < 30; i++) {
            byte[] grain = new byte[fixture.grainSectors * SECTOR];
            random.nextBytes(grain);
            fixture.grains.put(random.nextInt(total), grain);
        }
        if (random.nextBoolean()) {
            fixture.extraFlags = SparseHeader.FLAG_ZEROED_GRAINS;
            fixture.specialEntries.put(random.nextInt(total), 1);
            fixture.specialEntries.keySet().forEach(fixture.grains::remove);
        }
        return fixture;
    }

    byte[] guest() {
        int grainBytes = grainSectors * SECTOR;
        byte[] guest = new byte[Math.toIntExact(capacitySectors * SECTOR)];
        grains.forEach((grain, bytes) -> System.arraycopy(
                bytes, 0, guest, grain * grainBytes, Math.min(grainBytes, guest.length - grain * grainBytes)));
        return guest;
    }

    byte[] build() {
        int metadata = tableSectors() * tables() + Math.ceilDiv(tables() * 4, SECTOR);
        int firstGrain = 1 + DESCRIPTOR_SECTORS + (atEnd ? 0 : metadata);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        TreeMap<Integer, Integer> entries = new TreeMap<>(specialEntries);
        List<Integer> order = new ArrayList<>(grains.keySet());
        if (shuffleSeed != 0) {
            Collections.shuffle(order, new Random(shuffleSeed));
        }
        for (int grain : order) {
            entries.put(grain, firstGrain + data.size() / SECTOR);
            data.writeBytes(grains.get(grain));
        }
        int directory = atEnd ? firstGrain + data.size() / SECTOR : 1 + DESCRIPTOR_SECTORS;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(header(atEnd ? -1 : directory));
        String text = descriptor.isEmpty() ? DESCRIPTOR.formatted(capacitySectors) : descriptor;
        file.writeBytes(Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), DESCRIPTOR_SECTORS * SECTOR));
        if (!atEnd) {
            file.writeBytes(tables(directory, entries));
            file.writeBytes(data.toByteArray());
            return file.toByteArray();
        }
        file.writeBytes(data.toByteArray());
        file.writeBytes(tables(directory, entries));
        file.writeBytes(Marker.metadata(Marker.FOOTER, 1));
        file.writeBytes(header(directory));
        file.writeBytes(Marker.metadata(Marker.END_OF_STREAM, 0));
        return file.toByteArray();
    }

    private byte[] tables(int directory, TreeMap<Integer, Integer> entries) {
        int directorySectors = Math.ceilDiv(tables() * 4, SECTOR);
        ByteBuffer bytes = ByteBuffer.allocate((directorySectors + tables() * tableSectors()) * SECTOR)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int table = 0; table < tables(); table++) {
            int first = table * tableEntries;
            if (omitTables && entries.subMap(first, first + tableEntries).isEmpty()) {
                continue;
            }
            int sector = directorySectors + table * tableSectors();
            bytes.putInt(table * 4, directory + sector);
            entries.subMap(first, first + tableEntries)
                    .forEach((grain, entry) -> bytes.putInt(sector * SECTOR + (grain - first) * 4, entry));
        }
        return bytes.array();
    }

    private byte[] header(long directorySector) {
        ByteBuffer header = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, "KDMV".getBytes(StandardCharsets.US_ASCII));
        header.putInt(4, version).putInt(8, 1 | extraFlags);
        header.putLong(12, capacitySectors).putLong(20, grainSectors);
        header.putLong(28, 1).putLong(36, DESCRIPTOR_SECTORS).putInt(44, tableEntries);
        header.putLong(56, directorySector).putLong(64, 21).put(72, (byte) (unclean ? 1 : 0));
        return header.put(73, "\n \r\n".getBytes(StandardCharsets.US_ASCII)).array();
    }

    private int tableSectors() {
        return Math.ceilDiv(tableEntries * 4, SECTOR);
    }

    private int tables() {
        return (int) Math.ceilDiv(capacitySectors, (long) grainSectors * tableEntries);
    }
}
