package io.vmloom.loadtest.bench;

import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import io.vmloom.store.file.FileSource;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of a benchmark: images to convert, which stay for the next time, and a folder of targets, which is
 * emptied after every run. Objects are in memory.
 *
 * @param corpus real files to fill the disk with, instead of made ones
 */
record Workbench(Path directory, UsedDisk disk, Optional<Path> corpus, PrintWriter report) {
    static final String BUCKET = "bench";

    /** Of the disk's size: the largest target, or what the peer of an S3 case downloads and makes. */
    private static final double TARGET_SHARE = 2;

    Path image() {
        String content =
                corpus.map(path -> "-" + Integer.toHexString(path.hashCode())).orElse("");
        return directory.resolve("disk-" + disk.sizeBytes() / ByteSize.MIB + "M-" + disk.seed() + content + ".raw");
    }

    Path input(Input input) {
        return input.beside(image());
    }

    Path targets() {
        return directory.resolve("targets");
    }

    Path target(String name) {
        return targets().resolve(name);
    }

    /** What a store may have to keep: the source, and a target that is as large as the disk and its tables. */
    long largestBytes(Path source) throws IOException {
        return Files.size(source) + disk.sizeBytes() + disk.sizeBytes() / 16;
    }

    /** Makes what is not there yet. */
    void prepare(List<BenchCase> cases) {
        try {
            Files.createDirectories(directory);
            List<Input> inputs = Stream.concat(
                            Stream.of(Input.RAW),
                            cases.stream().map(each -> each.trial().input()))
                    .distinct()
                    .filter(input -> !Files.exists(input(input)))
                    .toList();
            requireSpace(inputs);
            for (Input input : inputs) {
                make(input);
            }
            clear();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Bytes of an input's guest that are no holes. */
    long dataBytes(Input input) {
        long data = 0;
        try (FileSource source = FileSource.open(input(input.guest()))) {
            long offset = source.nextData(0);
            while (offset < source.sizeBytes()) {
                long hole = source.nextHole(offset);
                data += hole - offset;
                offset = source.nextData(hole);
            }
        }
        return data;
    }

    /** Removes all targets. */
    void clear() {
        try {
            if (Files.exists(targets())) {
                try (Stream<Path> all = Files.walk(targets())) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
            Files.createDirectories(targets());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What the bucket has under that key. */
    static Location.InBucket object(String key) {
        return new Location.InBucket(BUCKET, key);
    }

    /** Fails unless the target holds the same disk as the input. */
    void requireGuest(Input input, Path target, String targetFormat) {
        QemuImg.requireEqual(input(input.guest()), Input.RAW.format(), target, targetFormat);
    }

    private void make(Input input) throws IOException {
        Path made = part(input(input));
        say("making " + input(input));
        new InputMaker(image(), disk, corpus, this::say).make(input, made);
        Files.move(made, input(input), StandardCopyOption.REPLACE_EXISTING);
    }

    private void requireSpace(List<Input> toMake) throws IOException {
        double share = TARGET_SHARE + toMake.stream().mapToDouble(Input::share).sum();
        long needed = (long) (disk.sizeBytes() * share);
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < needed) {
            throw new RequestException(directory + " has " + ByteSize.format(free) + " free where about "
                    + ByteSize.format(needed) + " are needed; choose another --dir or a smaller --size");
        }
    }

    private void say(String line) {
        report.println("bench: " + line);
        report.flush();
    }

    private static Path part(Path path) throws IOException {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        Files.deleteIfExists(part);
        return part;
    }

    private InternalException failure(IOException e) {
        return new InternalException("working in " + directory + " failed", e);
    }
}
