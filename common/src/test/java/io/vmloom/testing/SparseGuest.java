package io.vmloom.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A guest's disk of which only some units hold anything, so that it may be far larger than memory. */
public record SparseGuest(long sizeBytes, int unitBytes, SortedMap<Long, byte[]> units) {
    private static final int TEXT_BITS = 0x0f;

    public SparseGuest(long sizeBytes, int unitBytes) {
        this(sizeBytes, unitBytes, new TreeMap<>());
    }

    /** Fills runs of units with noise, with bytes that shrink to a half, with one byte, or with almost nothing. */
    public SparseGuest fill(RandomGenerator random, int runs, int maxRunUnits) {
        long count = Math.ceilDiv(sizeBytes, unitBytes);
        for (int run = 0; run < runs && count > 0; run++) {
            long first = random.nextLong(count);
            int kind = random.nextInt(5);
            long end = Math.min(count, first + 1 + random.nextInt(maxRunUnits));
            for (long unit = first; unit < end; unit++) {
                put(unit, content(random, kind));
            }
        }
        return this;
    }

    /** What is too long for the disk is cut off. */
    public SparseGuest put(long unit, byte[] content) {
        long start = unit * unitBytes;
        if (start + content.length > sizeBytes) {
            Arrays.fill(content, Math.toIntExact(sizeBytes - start), content.length, (byte) 0);
        }
        units.put(unit, content);
        return this;
    }

    /** Fills the last byte, so that a disk that was cut off shows. */
    public SparseGuest fillLastByte() {
        if (sizeBytes > 0) {
            long last = (sizeBytes - 1) / unitBytes;
            byte[] content = read(last * unitBytes, unitBytes);
            content[(int) ((sizeBytes - 1) % unitBytes)] = 7;
            units.put(last, content);
        }
        return this;
    }

    /** Zeros where nothing is, and behind the end of the disk. */
    public byte[] read(long offset, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        unitsIn(offset, lengthBytes).forEach((unit, content) -> {
            long start = unit * unitBytes;
            long from = Math.max(start, offset);
            long to = Math.min(start + unitBytes, offset + lengthBytes);
            System.arraycopy(content, (int) (from - start), bytes, (int) (from - offset), (int) (to - from));
        });
        return bytes;
    }

    /** The first byte that is not zero, from an offset on, or {@code endOffset}; empty terabytes take no time. */
    public long nextFilled(long offset, long endOffset) {
        for (var unit : unitsIn(offset, endOffset - offset).entrySet()) {
            long start = unit.getKey() * unitBytes;
            int from = (int) Math.max(0, offset - start);
            int to = (int) Math.min(unitBytes, endOffset - start);
            for (int i = from; i < to; i++) {
                if (unit.getValue()[i] != 0) {
                    return start + i;
                }
            }
        }
        return endOffset;
    }

    private SortedMap<Long, byte[]> unitsIn(long offset, long lengthBytes) {
        return units.subMap(offset / unitBytes, Math.ceilDiv(offset + lengthBytes, unitBytes));
    }

    /** Writes the disk with holes, rounded up to sectors. */
    public Path writeRaw(Path file) throws IOException {
        return writeRaw(file, (sizeBytes + 511) / 512 * 512);
    }

    /** Writes the disk with holes, followed by zeros up to a length. */
    public Path writeRaw(Path file, long lengthBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            for (var unit : units.entrySet()) {
                long start = unit.getKey() * unitBytes;
                int length = (int) Math.min(unitBytes, lengthBytes - start);
                channel.write(ByteBuffer.wrap(unit.getValue(), 0, length), start);
            }
            if (channel.size() < lengthBytes) {
                channel.write(ByteBuffer.allocate(1), lengthBytes - 1);
            }
        }
        return file;
    }

    private byte[] content(RandomGenerator random, int kind) {
        byte[] bytes = new byte[unitBytes];
        switch (kind) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> {
                random.nextBytes(bytes);
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] &= TEXT_BITS;
                }
            }
            case 2 -> Arrays.fill(bytes, (byte) (1 + random.nextInt(255)));
            case 3 -> bytes[random.nextInt(bytes.length)] = 1;
            default -> {
                // zeros that the source did not know to be zeros
            }
        }
        return bytes;
    }
}
