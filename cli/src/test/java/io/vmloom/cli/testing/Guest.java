package io.vmloom.cli.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Guests' disks that are made from seeds, and what is special about each. */
public enum Guest {
    EMPTY(0, 0, 0),
    ONE_SECTOR(512, 1, 512),
    /** No multiple of a sector. */
    ODD(1_234_567, 9, 100_000),
    /** A multiple of sectors only, with pieces that begin and end anywhere. */
    FRAGMENTS((8L << 20) + 3 * 512, 60, 40_000),
    /** Without a hole. */
    DENSE(3L << 20, 1, 3 << 20),
    NOTHING_BUT_HOLES(20L << 20, 0, 0),
    /** More data than one range takes. */
    SEVERAL_RANGES(56L << 20, 30, 2 << 20),
    /** Pieces far from each other. */
    SEVERAL_GIB((5L << 30) + 512, 12, 90_000);

    private final long sizeBytes;
    private final int pieces;
    private final int longestPiece;

    Guest(long sizeBytes, int pieces, int longestPiece) {
        this.sizeBytes = sizeBytes;
        this.pieces = pieces;
        this.longestPiece = longestPiece;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    public boolean fitsInMemory() {
        return sizeBytes <= 64 << 20;
    }

    /** Writes the disk as a file with holes. */
    public Path writeRaw(Path file) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(ordinal());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int piece = 0; piece < pieces; piece++) {
                int length = longestPiece == sizeBytes ? longestPiece : 1 + random.nextInt(longestPiece);
                long offset = random.nextLong(sizeBytes - length + 1);
                channel.write(ByteBuffer.wrap(content(random, piece, length)), offset);
            }
            if (channel.size() < sizeBytes) {
                channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
            }
        }
        return file;
    }

    /** Noise, what shrinks to about a half, one byte over and over, or zeros that are written all the same. */
    private static byte[] content(RandomGenerator random, int piece, int length) {
        byte[] bytes = new byte[length];
        switch (piece % 4) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> {
                random.nextBytes(bytes);
                for (int i = 0; i < length; i++) {
                    bytes[i] &= 0x0f;
                }
            }
            case 2 -> Arrays.fill(bytes, (byte) 0x5a);
            default -> {}
        }
        return bytes;
    }
}
