package io.vmloom.loadtest.bench;

import io.vmloom.loadtest.example.PartitionTable;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A raw disk as it looks after some years: a partition table, block groups with sparse metadata, files of all sizes and
 * kinds, runs of zeros that were written, and space that never was. About two thirds are allocated. The same size and
 * seed give the same bytes.
 *
 * @param sizeBytes the disk; a multiple of 1 MiB
 */
public record UsedDisk(long sizeBytes, long seed) {
    private static final int BLOCK_BYTES = 4096;
    private static final int BUFFER_BYTES = (int) ByteSize.MIB;
    private static final long GROUP_BYTES = 128 * ByteSize.MIB;
    private static final int FIRST_SECTOR = 2048;
    private static final int SECTOR_BYTES = 512;
    private static final int LINUX = 0x83;

    public UsedDisk {
        if (sizeBytes < 2 * ByteSize.MIB || sizeBytes % ByteSize.MIB != 0 || sizeBytes > 2048 * ByteSize.GIB) {
            throw new IllegalArgumentException(
                    "disk must be a multiple of 1 MiB, from 2 MiB to 2 TiB, got: " + sizeBytes);
        }
    }

    /** Content in the proportions of a server's disk: programs, documents and logs, databases, compressed files. */
    public List<ContentSource> kinds() {
        SeededBytes random = new SeededBytes(seed);
        ContentSource text = PhraseContent.text(random);
        ContentSource code = PhraseContent.code(random);
        ContentSource records = PhraseContent.records(random);
        return List.of(text, code, code, records, text, code, text, code, random::fill);
    }

    /**
     * Writes the disk from its first byte to its last; the file must be empty.
     *
     * @param kinds what files hold, taken by chance
     * @param progress hears how far the disk is done, in bytes
     */
    public void write(FileChannel file, List<ContentSource> kinds, LongConsumer progress) throws IOException {
        SeededBytes random = new SeededBytes(~seed);
        byte[] buffer = new byte[BUFFER_BYTES];
        writePartitionTable(file);
        long position = ByteSize.MIB;
        long nextGroup = position;
        while (position < sizeBytes) {
            if (position >= nextGroup) {
                position = writeGroup(file, position, random, buffer);
                nextGroup += GROUP_BYTES;
            }
            position = writeFile(file, position, kinds.get(random.below(kinds.size())), random, buffer);
            position = leaveSpace(file, position, random, buffer);
            progress.accept(Math.min(position, sizeBytes));
        }
        if (file.size() < sizeBytes) {
            file.write(ByteBuffer.allocate(1), sizeBytes - 1);
        }
    }

    private void writePartitionTable(FileChannel file) throws IOException {
        byte[] sector = new byte[SECTOR_BYTES];
        int sectors = (int) Math.min(sizeBytes / SECTOR_BYTES - FIRST_SECTOR, Integer.MAX_VALUE);
        new PartitionTable((int) seed, LINUX, FIRST_SECTOR, sectors).writeTo(sector);
        file.write(ByteBuffer.wrap(sector), 0);
    }

    /** Bitmaps, and inodes of which most are empty. */
    private long writeGroup(FileChannel file, long start, SeededBytes random, byte[] buffer) throws IOException {
        Arrays.fill(buffer, (byte) 0);
        Arrays.fill(buffer, 0, BLOCK_BYTES / 2, (byte) 0xff);
        for (int inode = BLOCK_BYTES; inode < buffer.length / 3; inode += 256) {
            random.fill(buffer, inode, 48);
        }
        return put(file, start, buffer, buffer.length);
    }

    /** A file of 4 KiB to 32 MiB, small ones more often. */
    private long writeFile(FileChannel file, long start, ContentSource kind, SeededBytes random, byte[] buffer)
            throws IOException {
        long left = (long) BLOCK_BYTES << random.below(14);
        left -= random.below((int) Math.min(left, BLOCK_BYTES));
        long position = start;
        while (left > 0) {
            int count = (int) Math.min(left, buffer.length);
            kind.fill(buffer, 0, count);
            int padded = Math.ceilDiv(count, BLOCK_BYTES) * BLOCK_BYTES;
            Arrays.fill(buffer, count, padded, (byte) 0);
            position = put(file, position, buffer, padded);
            left -= count;
        }
        return position;
    }

    /** Most files follow each other; now and then there is free space, some of it zeroed by the guest. */
    private long leaveSpace(FileChannel file, long start, SeededBytes random, byte[] buffer) throws IOException {
        int chance = random.below(100);
        if (chance < 75) {
            return start;
        }
        long length = (1L + random.below(20)) * ByteSize.MIB;
        if (chance < 97) {
            return start + length;
        }
        Arrays.fill(buffer, (byte) 0);
        long position = start;
        for (long left = length; left > 0; left -= buffer.length) {
            position = put(file, position, buffer, buffer.length);
        }
        return position;
    }

    private long put(FileChannel file, long position, byte[] buffer, int length) throws IOException {
        int count = (int) Math.clamp(sizeBytes - position, 0, length);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
            file.write(bytes, position + bytes.position());
        }
        return position + length;
    }
}
