package io.vmloom.format.bochs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** Writes growing disks of both versions, for the reader's tests only. */
final class BochsFixture {
    private static final int SECTOR = 512;

    int version = 2;
    int headerBytes = SECTOR;
    int extentBytes = 4096;
    int extraEntries;
    private final SplittableRandom random;
    private final byte[] guest;
    private final BitSet present = new BitSet();

    BochsFixture(SplittableRandom random, int sectors) {
        this.random = random;
        this.guest = new byte[sectors * SECTOR];
    }

    BochsFixture fill(int runs) {
        int sectors = guest.length / SECTOR;
        for (int i = 0; i < runs && sectors > 0; i++) {
            int from = random.nextInt(sectors);
            int to = Math.min(sectors, from + random.nextInt(1, 30));
            byte[] content = new byte[(to - from) * SECTOR];
            random.nextBytes(content);
            System.arraycopy(content, 0, guest, from * SECTOR, content.length);
            present.set(from, to);
        }
        return this;
    }

    byte[] guest() {
        return guest.clone();
    }

    int bitmapBytes() {
        return Math.ceilDiv(extentBytes / SECTOR, 8);
    }

    /** Extents stand in any order. */
    byte[] build() {
        int perExtent = extentBytes / SECTOR;
        int extents = Math.ceilDiv(guest.length, extentBytes);
        int[] catalog = new int[extents + extraEntries];
        Arrays.fill(catalog, -1);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int next = 0;
        for (int extent :
                random.ints(0, Math.max(1, extents)).limit(4L * extents).toArray()) {
            BitSet sectors = present.get(extent * perExtent, (extent + 1) * perExtent);
            if (catalog[extent] == -1 && !sectors.isEmpty()) {
                catalog[extent] = next++;
                write(extent, sectors, data);
            }
        }
        for (int extent = 0; extent < extents; extent++) {
            BitSet sectors = present.get(extent * perExtent, (extent + 1) * perExtent);
            if (catalog[extent] == -1 && !sectors.isEmpty()) {
                catalog[extent] = next++;
                write(extent, sectors, data);
            }
        }
        ByteBuffer file = ByteBuffer.allocate(headerBytes + catalog.length * 4 + data.size())
                .order(ByteOrder.LITTLE_ENDIAN);
        header(file, catalog.length);
        file.position(headerBytes);
        for (int entry : catalog) {
            file.putInt(entry);
        }
        return file.put(data.toByteArray()).array();
    }

    private void write(int extent, BitSet sectors, ByteArrayOutputStream data) {
        byte[] bitmap = sectors.toByteArray();
        data.writeBytes(Arrays.copyOf(bitmap, Math.ceilDiv(bitmapBytes(), SECTOR) * SECTOR));
        byte[] content = new byte[extentBytes];
        int from = extent * extentBytes;
        System.arraycopy(guest, from, content, 0, Math.min(extentBytes, guest.length - from));
        data.writeBytes(content);
    }

    private void header(ByteBuffer file, int entries) {
        file.put("Bochs Virtual HD Image".getBytes(US_ASCII));
        file.put(32, "Redolog".getBytes(US_ASCII)).put(48, "Growing".getBytes(US_ASCII));
        file.putInt(64, version << 16).putInt(68, headerBytes);
        file.putInt(72, entries).putInt(76, bitmapBytes()).putInt(80, extentBytes);
        file.putLong(version == 1 ? 84 : 88, guest.length);
    }
}
