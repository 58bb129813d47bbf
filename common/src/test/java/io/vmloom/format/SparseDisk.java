package io.vmloom.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A guest's disk of which only some pieces hold anything, so that it may be far larger than memory. */
public final class SparseDisk {
    public static final int PIECE_BYTES = 64 << 10;

    private final long sizeBytes;
    private final SortedMap<Long, byte[]> pieces = new TreeMap<>();

    public SparseDisk(long sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    /** Fills runs of pieces with noise, a single byte, or zeros that nobody knows to be zeros; always the last byte. */
    public SparseDisk fill(RandomGenerator random, int runs, int maxRunPieces) {
        long count = Math.ceilDiv(sizeBytes, PIECE_BYTES);
        for (int run = 0; run < runs && count > 0; run++) {
            long first = random.nextLong(count);
            int kind = random.nextInt(3);
            long end = Math.min(count, first + 1 + random.nextInt(maxRunPieces));
            for (long piece = first; piece < end; piece++) {
                put(piece * PIECE_BYTES, content(random, kind));
            }
        }
        if (sizeBytes > 0) {
            put(sizeBytes - 1, new byte[] {7});
        }
        return this;
    }

    /** What is too long for the disk is cut off. */
    public SparseDisk put(long offset, byte[] bytes) {
        for (int i = 0; i < bytes.length && offset + i < sizeBytes; ) {
            byte[] piece = pieces.computeIfAbsent((offset + i) / PIECE_BYTES, number -> new byte[PIECE_BYTES]);
            int at = (int) ((offset + i) % PIECE_BYTES);
            int count = (int) Math.min(Math.min(PIECE_BYTES - at, bytes.length - i), sizeBytes - offset - i);
            System.arraycopy(bytes, i, piece, at, count);
            i += count;
        }
        return this;
    }

    /** Zeros where nothing is, and behind the end of the disk. */
    public byte[] read(long offset, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        for (Map.Entry<Long, byte[]> piece : piecesIn(offset, lengthBytes).entrySet()) {
            long start = piece.getKey() * PIECE_BYTES;
            long from = Math.max(start, offset);
            long to = Math.min(start + PIECE_BYTES, offset + lengthBytes);
            System.arraycopy(piece.getValue(), (int) (from - start), bytes, (int) (from - offset), (int) (to - from));
        }
        return bytes;
    }

    /** The first unit of this size, from a number on, that is not all zero, or {@code end}. */
    long nextFilledUnit(long from, long end, int unitBytes) {
        for (Map.Entry<Long, byte[]> piece :
                piecesIn(from * unitBytes, (end - from) * unitBytes).entrySet()) {
            for (int i = 0; i < PIECE_BYTES; i++) {
                long unit = (piece.getKey() * PIECE_BYTES + i) / unitBytes;
                if (piece.getValue()[i] != 0 && unit >= from && unit < end) {
                    return unit;
                }
            }
        }
        return end;
    }

    /** Writes the disk with holes, as long as asked. */
    public Path writeRaw(Path file, long lengthBytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            for (Map.Entry<Long, byte[]> piece : pieces.entrySet()) {
                long start = piece.getKey() * PIECE_BYTES;
                channel.write(
                        ByteBuffer.wrap(piece.getValue(), 0, (int) Math.min(PIECE_BYTES, lengthBytes - start)), start);
            }
            if (channel.size() < lengthBytes) {
                channel.write(ByteBuffer.allocate(1), lengthBytes - 1);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SortedMap<Long, byte[]> piecesIn(long offset, long lengthBytes) {
        return pieces.subMap(offset / PIECE_BYTES, Math.ceilDiv(offset + lengthBytes, PIECE_BYTES));
    }

    private static byte[] content(RandomGenerator random, int kind) {
        byte[] bytes = new byte[PIECE_BYTES];
        switch (kind) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> bytes[random.nextInt(bytes.length)] = 1;
            default -> Arrays.fill(bytes, (byte) 0);
        }
        return bytes;
    }
}
