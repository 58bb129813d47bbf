package io.vmloom.format.vdi;

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

/** Writes images of every version and arrangement, for the reader's tests only. */
final class VdiFixture {
    /** Where the map stands. */
    enum MapPlace {
        BEFORE_DATA,
        BEHIND_DATA
    }

    int version = 0x0001_0001;
    int type = 1;
    int headerSize = 400;
    int blockBytes = 1 << 20;
    int extraBytes;
    int mapOffset = 512;
    MapPlace mapPlace = MapPlace.BEFORE_DATA;
    long diskBytes;
    int spareBlocks;
    long shuffleSeed;
    final TreeMap<Integer, byte[]> content = new TreeMap<>();
    final TreeMap<Integer, Integer> specialEntries = new TreeMap<>();

    VdiFixture(long diskBytes) {
        this.diskBytes = diskBytes;
    }

    VdiFixture fill(SplittableRandom random, int count) {
        int total = (int) Math.ceilDiv(diskBytes, (long) blockBytes);
        for (int i = 0; i < count; i++) {
            byte[] block = new byte[blockBytes];
            random.nextBytes(block);
            content.put(random.nextInt(total), block);
        }
        return this;
    }

    byte[] guest() {
        byte[] guest = new byte[Math.toIntExact(Math.ceilDiv(diskBytes, 512) * 512)];
        content.forEach((block, bytes) -> System.arraycopy(
                bytes, 0, guest, block * blockBytes, Math.min(blockBytes, guest.length - block * blockBytes)));
        return guest;
    }

    int blocks() {
        return (int) Math.ceilDiv(diskBytes, (long) blockBytes) + spareBlocks;
    }

    byte[] build() {
        List<Integer> order = new ArrayList<>(content.keySet());
        if (shuffleSeed != 0) {
            Collections.shuffle(order, new Random(shuffleSeed));
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteBuffer map = ByteBuffer.allocate(blocks() * 4).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(map.array(), (byte) 0xff);
        for (int slot = 0; slot < order.size(); slot++) {
            data.writeBytes(extra());
            data.writeBytes(content.get(order.get(slot)));
            map.putInt(order.get(slot) * 4, slot);
        }
        specialEntries.forEach((block, entry) -> map.putInt(block * 4, entry));
        if (version == VdiHeader.VERSION_0_2) {
            return join(first(order.size()), map.array(), data.toByteArray());
        }
        int mapBytes = map.capacity();
        byte[] padding = new byte[mapOffset - 472];
        if (mapPlace == MapPlace.BEFORE_DATA) {
            byte[] header = current(order.size(), mapOffset, mapOffset + mapBytes);
            return join(header, padding, map.array(), data.toByteArray());
        }
        return join(
                current(order.size(), mapOffset + data.size(), mapOffset), padding, data.toByteArray(), map.array());
    }

    /** Never zero: a reader that takes it for data is noticed. */
    private byte[] extra() {
        byte[] extra = new byte[extraBytes];
        Arrays.fill(extra, (byte) 0x77);
        return extra;
    }

    private ByteBuffer start(int length) {
        ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, "<<< innotek VirtualBox Disk Image >>>\n".getBytes(StandardCharsets.US_ASCII));
        return header.putInt(64, 0xbeda107f).putInt(68, version);
    }

    private byte[] first(int allocated) {
        ByteBuffer header = start(420);
        header.putInt(72, type).put(80, "made long ago".getBytes(StandardCharsets.US_ASCII));
        header.putLong(352, diskBytes)
                .putInt(360, blockBytes)
                .putInt(364, blocks())
                .putInt(368, allocated);
        header.putLong(372, 1).putLong(388, 2);
        return header.array();
    }

    private byte[] current(int allocated, int mapAt, int dataAt) {
        ByteBuffer header = start(472);
        header.putInt(72, headerSize).putInt(76, type);
        header.put(84, "a comment\nof two lines".getBytes(StandardCharsets.US_ASCII));
        header.putInt(340, mapAt).putInt(344, dataAt).putInt(360, 512);
        header.putLong(368, diskBytes).putInt(376, blockBytes).putInt(380, extraBytes);
        header.putInt(384, blocks()).putInt(388, allocated);
        header.putLong(392, 1).putLong(408, 2).putInt(468, 512);
        return header.array();
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            file.writeBytes(piece);
        }
        return file.toByteArray();
    }
}
