package io.vmloom.format.cow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** Writes images of every layout, for the reader's tests only; the numbers are those of the programs' sources. */
final class CowFixture {
    static final int SECTOR = 512;

    final CowLayout layout;
    final BitSet present = new BitSet();
    ByteOrder order = ByteOrder.BIG_ENDIAN;
    int alignment = 4096;
    String backingName = "";
    private final byte[] guest;

    CowFixture(CowLayout layout, int sectors) {
        this.layout = layout;
        this.guest = new byte[sectors * SECTOR];
    }

    CowFixture fill(SplittableRandom random, int runs) {
        int sectors = guest.length / SECTOR;
        for (int i = 0; i < runs && sectors > 0; i++) {
            int from = random.nextInt(sectors);
            int to = Math.min(sectors, from + random.nextInt(1, 100));
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

    /** As the programs leave it: the file ends behind the last sector it holds. */
    byte[] build() {
        int bitmapAt = bitmapOffset();
        int dataAt = dataOffset();
        byte[] bits = present.toByteArray();
        int bytes = present.isEmpty() ? bitmapAt + bitmapBytes() : dataAt + present.length() * SECTOR;
        ByteBuffer file = ByteBuffer.allocate(bytes).order(order);
        header(file);
        file.put(bitmapAt, bits);
        present.stream().forEach(sector -> file.put(dataAt + sector * SECTOR, guest, sector * SECTOR, SECTOR));
        return file.array();
    }

    int bitmapOffset() {
        return switch (layout) {
            case QEMU_X86_64 -> 1056;
            case QEMU_I386 -> 1048;
            case UML_1 -> 280;
            case UML_2 -> 4120;
            case UML_3 -> up(4128, alignment);
            case UML_3_PADDED -> up(4136, alignment);
        };
    }

    int dataOffset() {
        return switch (layout) {
            case QEMU_X86_64, QEMU_I386, UML_1, UML_2 -> up(bitmapOffset() + bitmapBytes(), SECTOR);
            case UML_3, UML_3_PADDED -> up(bitmapOffset() + bitmapBytes(), alignment);
        };
    }

    private int bitmapBytes() {
        return Math.ceilDiv(guest.length / SECTOR, 8);
    }

    private void header(ByteBuffer file) {
        file.putInt(0x4f4f4f4d);
        switch (layout) {
            case QEMU_X86_64 -> {
                file.putInt(2).put(name(1024)).putInt(0).putInt(0);
                file.putLong(guest.length).putInt(SECTOR);
            }
            case QEMU_I386 ->
                file.putInt(2).put(name(1024)).putInt(0).putLong(guest.length).putInt(SECTOR);
            case UML_1 ->
                file.putInt(1)
                        .put(name(256))
                        .putInt(1_100_000_000)
                        .putLong(guest.length)
                        .putInt(SECTOR);
            case UML_2 ->
                file.putInt(2)
                        .put(name(4096))
                        .putInt(1_100_000_000)
                        .putLong(guest.length)
                        .putInt(SECTOR);
            case UML_3 -> {
                file.putInt(3).putInt(1_100_000_000).putLong(guest.length).putInt(SECTOR);
                file.putInt(alignment).putInt(0).put(name(4096));
            }
            case UML_3_PADDED -> {
                file.putInt(3).putInt(1_100_000_000).putInt(0).putLong(guest.length);
                file.putInt(SECTOR).putInt(alignment).putInt(0).put(name(4096));
            }
        }
    }

    private byte[] name(int bytes) {
        return Arrays.copyOf(backingName.getBytes(US_ASCII), bytes);
    }

    private static int up(int value, int unit) {
        return Math.ceilDiv(value, unit) * unit;
    }
}
