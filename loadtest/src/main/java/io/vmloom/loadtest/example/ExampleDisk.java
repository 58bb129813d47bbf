package io.vmloom.loadtest.example;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One example disk: boot sector, partition table and a FAT volume that fills the disk from {@code firstSector} on.
 *
 * @param name lower-case name such as {@code web-01}; also the stem of its file and a part of its boot line
 * @param purpose one sentence for its README
 * @param firstSector start of the partition, in 512-byte sectors
 * @param geometry of the FAT volume; its length is the partition's
 * @param gapClusters free clusters between files, which scatters data over the disk
 * @param size how much content the files have
 * @param seed of everything that differs between disks
 * @param packaging the format in which the disk is kept
 */
public record ExampleDisk(
        String name,
        String purpose,
        int firstSector,
        FatGeometry geometry,
        int gapClusters,
        ExampleContent.Size size,
        long seed,
        Packaging packaging) {

    private static final int WRITE_BYTES = 4096;

    /** The line this disk prints on the first serial port when booted. */
    public String bootLine() {
        return "vmloom example " + name + ": booted";
    }

    /** The name of the file that holds the disk in its packaging. */
    public String fileName() {
        return name + '.' + packaging.format();
    }

    /** The disk's length in bytes. */
    public int lengthBytes() {
        return Math.multiplyExact(Math.addExact(firstSector, geometry.sectors()), Sectors.BYTES);
    }

    /** The files of the volume's root directory. */
    public ExampleContent content() {
        return new ExampleContent(name, purpose, size, seed);
    }

    /** A fresh copy of the whole disk; the same bytes each time. */
    public byte[] bytes() {
        byte[] disk = new byte[lengthBytes()];
        byte[] code = BootSector.printing(bootLine()).codeArea();
        System.arraycopy(code, 0, disk, 0, code.length);
        new PartitionTable((int) seed, geometry.kind().partitionType(), firstSector, geometry.sectors()).writeTo(disk);
        byte[] volume = FatVolume.format(
                geometry, firstSector, content().label(), gapClusters, content().files());
        System.arraycopy(volume, 0, disk, firstSector * Sectors.BYTES, volume.length);
        return disk;
    }

    /**
     * Writes the disk as a raw image; blocks of zeros become holes where the file system has them.
     *
     * @param target a file to create or replace
     * @throws IOException if it cannot be written; an incomplete file may be left
     */
    public void writeRaw(Path target) throws IOException {
        byte[] disk = bytes();
        Files.deleteIfExists(target);
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int offset = 0; offset < disk.length; offset += WRITE_BYTES) {
                int length = Math.min(WRITE_BYTES, disk.length - offset);
                boolean last = offset + length == disk.length;
                if (last || !isZero(disk, offset, length)) {
                    writeFully(file, ByteBuffer.wrap(disk, offset, length), offset);
                }
            }
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    private static boolean isZero(byte[] bytes, int offset, int length) {
        for (int at = offset; at < offset + length; at++) {
            if (bytes[at] != 0) {
                return false;
            }
        }
        return true;
    }
}
