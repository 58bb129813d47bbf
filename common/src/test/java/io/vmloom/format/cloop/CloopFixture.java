package io.vmloom.format.cloop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/** Writes compressed loop devices, for the reader's tests only. */
final class CloopFixture {
    private static final String SCRIPT = "#!/bin/sh\n#V2.0 Format\nmodprobe cloop file=$0 && mount /dev/cloop $1\n";

    private final int blockBytes;
    private final byte[] guest;

    CloopFixture(SplittableRandom random, int blockBytes, int blocks) {
        this.blockBytes = blockBytes;
        this.guest = new byte[blockBytes * blocks];
        for (int i = 0; i < blocks; i++) {
            int values = random.nextInt(1, 257);
            for (int at = i * blockBytes; at < (i + 1) * blockBytes; at++) {
                guest[at] = (byte) random.nextInt(values);
            }
        }
    }

    byte[] guest() {
        return guest.clone();
    }

    byte[] build() {
        int blocks = guest.length / blockBytes;
        ByteBuffer offsets = ByteBuffer.allocate((blocks + 1) * 8);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int dataAt = 136 + offsets.capacity();
        for (int block = 0; block < blocks; block++) {
            offsets.putLong(dataAt + data.size());
            data.writeBytes(deflated(Arrays.copyOfRange(guest, block * blockBytes, (block + 1) * blockBytes)));
        }
        offsets.putLong(dataAt + data.size());
        return ByteBuffer.allocate(dataAt + data.size())
                .put(SCRIPT.getBytes(US_ASCII))
                .position(128)
                .putInt(blockBytes)
                .putInt(blocks)
                .put(offsets.array())
                .put(data.toByteArray())
                .array();
    }

    private static byte[] deflated(byte[] content) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(content);
            deflater.finish();
            byte[] out = new byte[content.length + 100];
            return Arrays.copyOf(out, deflater.deflate(out));
        }
    }
}
