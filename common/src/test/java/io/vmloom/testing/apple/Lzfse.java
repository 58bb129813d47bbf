package io.vmloom.testing.apple;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A stream of LZFSE, cut into blocks of every kind by chance. */
public final class Lzfse {
    /** The kinds of blocks. */
    public enum Block {
        PLAIN,
        LZVN,
        FSE_PLAIN_TABLES,
        FSE_PACKED_TABLES
    }

    private Lzfse() {}

    public static byte[] compress(byte[] data, List<Block> kinds, SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < data.length; ) {
            int to = random.nextInt(3) == 0 ? random.nextInt(from, data.length) + 1 : data.length;
            to = Math.min(to, from + 30_000);
            byte[] block = Arrays.copyOfRange(data, from, to);
            switch (kinds.get(random.nextInt(kinds.size()))) {
                case PLAIN -> out.writeBytes(head("bvx-", block.length, block));
                case LZVN -> {
                    byte[] payload = Lzvn.payload(block, random);
                    out.writeBytes(head("bvxn", block.length, ints(payload.length)));
                    out.writeBytes(payload);
                }
                case FSE_PLAIN_TABLES ->
                    out.writeBytes(head("bvx1", block.length, new LzfseTriples(block).withPlainTables()));
                case FSE_PACKED_TABLES ->
                    out.writeBytes(head("bvx2", block.length, new LzfseTriples(block).withPackedTables()));
            }
            from = to;
        }
        out.writeBytes("bvx$".getBytes(US_ASCII));
        return out.toByteArray();
    }

    private static byte[] head(String kind, int decodedBytes, byte[] rest) {
        return ByteBuffer.allocate(8 + rest.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(kind.getBytes(US_ASCII))
                .putInt(decodedBytes)
                .put(rest)
                .array();
    }

    private static byte[] ints(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
