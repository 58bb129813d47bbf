package io.vmloom.format.sparseimage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Writes sparse images with bands in any order, for the reader's tests only. */
final class SparseImageFixture {
    private static final int NODE = 4096;
    private static final int SECTOR = 512;

    int firstNodeSlots = 1008;
    int nodeSlots = 1010;
    private final SplittableRandom random;
    private final int bandBytes;
    private final byte[] guest;
    private final List<Integer> written = new ArrayList<>();

    SparseImageFixture(SplittableRandom random, int bandSectors, int sectors) {
        this.random = random;
        this.bandBytes = bandSectors * SECTOR;
        this.guest = new byte[sectors * SECTOR];
    }

    SparseImageFixture write(int bands) {
        int all = Math.ceilDiv(guest.length, bandBytes);
        for (int i = 0; i < bands && all > 0; i++) {
            int band = random.nextInt(all);
            if (!written.contains(band)) {
                written.add(band);
                byte[] content = new byte[Math.min(bandBytes, guest.length - band * bandBytes)];
                random.nextBytes(content);
                System.arraycopy(content, 0, guest, band * bandBytes, content.length);
            }
        }
        return this;
    }

    byte[] guest() {
        return guest.clone();
    }

    /** Nodes of the index come where the one before has no room, or earlier when fewer slots are to be used. */
    byte[] build() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int done = Math.min(firstNodeSlots, written.size());
        ByteBuffer header = ByteBuffer.allocate(NODE).put("sprs".getBytes(US_ASCII));
        header.putInt(3).putInt(bandBytes / SECTOR).putInt(1).putInt(guest.length / SECTOR);
        header.putLong(20, done < written.size() ? NODE + (long) done * bandBytes : 0);
        header.putLong(28, guest.length / SECTOR);
        node(header, 64, 0, done, file);
        for (int number = 1; done < written.size(); number++) {
            int to = Math.min(written.size(), done + nodeSlots);
            long next = file.size() + NODE + (long) (to - done) * bandBytes;
            ByteBuffer node = ByteBuffer.allocate(NODE).put("sprs".getBytes(US_ASCII));
            node.putInt(number).putInt(1).putLong(to < written.size() ? next : 0);
            node(node, 56, done, to, file);
            done = to;
        }
        return file.toByteArray();
    }

    private void node(ByteBuffer node, int bandsAt, int from, int to, ByteArrayOutputStream file) {
        node.position(bandsAt);
        written.subList(from, to).forEach(band -> node.putInt(band + 1));
        file.writeBytes(node.array());
        for (int band : written.subList(from, to)) {
            byte[] content =
                    Arrays.copyOfRange(guest, band * bandBytes, Math.min(guest.length, (band + 1) * bandBytes));
            file.writeBytes(Arrays.copyOf(content, bandBytes));
        }
    }
}
