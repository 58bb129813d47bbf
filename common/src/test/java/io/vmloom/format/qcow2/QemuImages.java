package io.vmloom.format.qcow2;

import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Images that qemu-io fills with random writes, compressed writes, zero writes and discards. */
public final class QemuImages {
    private static final int SECTOR_BYTES = 512;
    private static final int MAX_RUN_BYTES = 300 << 10;

    private final Path folder;
    private final RandomGenerator random;

    public QemuImages(Path folder, long seed) {
        this.folder = folder;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Creates an empty image with these {@code -o} options. */
    public Path create(String options, long virtualBytes) {
        Path image = folder.resolve("image.qcow2");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", "-o", options, image, virtualBytes);
        return image;
    }

    /** Changes the image in random places. A compressed write to a cluster in use fails and changes nothing. */
    public void scribble(Path image, long virtualBytes, int clusterBytes, int operations) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("-f", "qcow2", "-d", "unmap"));
        for (int i = 0; i < operations; i++) {
            arguments.add("-c");
            arguments.add(operation(virtualBytes, clusterBytes, i));
        }
        arguments.add(image);
        Peers.attempt("qemu-io", arguments.toArray());
    }

    private String operation(long virtualBytes, int clusterBytes, int number) throws IOException {
        long sectors = virtualBytes / SECTOR_BYTES;
        long offset = random.nextLong(sectors) * SECTOR_BYTES;
        long length =
                Math.min(virtualBytes - offset, (1 + random.nextLong(MAX_RUN_BYTES / SECTOR_BYTES)) * SECTOR_BYTES);
        return switch (random.nextInt(6)) {
            case 0 -> "write -z " + offset + " " + length;
            case 1 -> "write -zu " + offset + " " + length;
            case 2 -> "discard " + offset + " " + length;
            case 3 -> compressedWrite(virtualBytes, clusterBytes, number);
            case 4 -> "write -P " + (1 + random.nextInt(255)) + " " + offset + " " + length;
            default -> "write -s " + content((int) length, number) + " " + offset + " " + length;
        };
    }

    private String compressedWrite(long virtualBytes, int clusterBytes, int number) throws IOException {
        long offset = random.nextLong(virtualBytes / clusterBytes) * clusterBytes;
        return "write -c -s " + content(clusterBytes, number) + " " + offset + " " + clusterBytes;
    }

    /** A file of bytes that compress to about a half. */
    private Path content(int length, int number) throws IOException {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            bytes[i] &= 0x0f;
        }
        return Files.write(folder.resolve("content-" + number), bytes);
    }
}
