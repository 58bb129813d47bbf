package io.vmloom.format.qcow2;

import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

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

    /**
     * Changes the image in random places. A compressed write to a cluster in use fails and changes nothing. They are
     * runs of qemu-io of their own: one that writes compressed clusters and frees some of them gives the space to both
     * a compressed and a plain cluster now and then.
     */
    public void scribble(Path image, long virtualBytes, int clusterBytes, int operations) throws IOException {
        List<String> plain = new ArrayList<>();
        List<String> compressed = new ArrayList<>();
        List<String> plainAgain = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
            if (random.nextInt(6) == 0) {
                compressed.add(compressedWrite(virtualBytes, clusterBytes, i));
            } else {
                (i < operations / 2 ? plain : plainAgain).add(plainOperation(virtualBytes, i));
            }
        }
        for (List<String> commands : List.of(plain, compressed, plainAgain)) {
            apply(image, commands);
        }
        Peers.run("qemu-img", "check", "-q", "-f", "qcow2", image);
    }

    private static void apply(Path image, List<String> commands) {
        if (commands.isEmpty()) {
            return; // without a command it would ask for one
        }
        Stream<Object> options = Stream.of("-f", "qcow2", "-d", "unmap");
        Stream<Object> each = commands.stream().flatMap(command -> Stream.of("-c", command));
        Peers.attempt(
                "qemu-io",
                Stream.of(options, each, Stream.<Object>of(image))
                        .flatMap(Function.identity())
                        .toArray());
    }

    private String plainOperation(long virtualBytes, int number) throws IOException {
        long sectors = virtualBytes / SECTOR_BYTES;
        long offset = random.nextLong(sectors) * SECTOR_BYTES;
        long length =
                Math.min(virtualBytes - offset, (1 + random.nextLong(MAX_RUN_BYTES / SECTOR_BYTES)) * SECTOR_BYTES);
        return switch (random.nextInt(5)) {
            case 0 -> "write -z " + offset + " " + length;
            case 1 -> "write -zu " + offset + " " + length;
            case 2 -> "discard " + offset + " " + length;
            case 3 -> "write -P " + (1 + random.nextInt(255)) + " " + offset + " " + length;
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
