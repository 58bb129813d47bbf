package io.vmloom.loadtest.bench;

import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.store.file.FileSource;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of a benchmark: images to convert, which stay for the next time, and a folder of targets, which is
 * emptied after every run.
 *
 * @param corpus real files to fill the disk with, instead of made ones
 */
record Workbench(Path directory, UsedDisk disk, Optional<Path> corpus, PrintWriter report) {
    /** A bucket over the targets' folder, besides plain files. */
    static final String BUCKET = "bench";

    /** Source, compressed source, the largest target, or parts, object and copies of the S3 case: at the very most. */
    private static final double SPACE_FACTOR = 2.2;

    private static final long SAY_EVERY_BYTES = 512 * ByteSize.MIB;

    Path image() {
        String content =
                corpus.map(path -> "-" + Integer.toHexString(path.hashCode())).orElse("");
        return directory.resolve("disk-" + disk.sizeBytes() / ByteSize.MIB + "M-" + disk.seed() + content + ".raw");
    }

    Path compressed() {
        return image().resolveSibling(image().getFileName() + ".zlib.qcow2");
    }

    Path input(BenchCase.Input input) {
        return switch (input) {
            case RAW -> image();
            case QCOW2_ZLIB -> compressed();
        };
    }

    Path targets() {
        return directory.resolve("targets");
    }

    Path bucket() {
        return targets().resolve(BUCKET);
    }

    /** Makes what is not there yet. */
    void prepare(List<BenchCase> cases) {
        try {
            Files.createDirectories(directory);
            requireSpace();
            if (!Files.exists(image())) {
                makeImage();
            }
            boolean needed = cases.stream().anyMatch(each -> each.input() == BenchCase.Input.QCOW2_ZLIB);
            if (needed && !Files.exists(compressed())) {
                say("compressing it by qemu-img, as source of other cases");
                Path made = part(compressed());
                QemuImg.convert(image(), "raw", made, "qcow2", List.of("-c", "-W", "-m", "16"));
                Files.move(made, compressed(), StandardCopyOption.REPLACE_EXISTING);
            }
            clear();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Bytes of the source that are no holes. */
    long dataBytes() {
        long data = 0;
        try (FileSource source = FileSource.open(image())) {
            long offset = source.nextData(0);
            while (offset < source.sizeBytes()) {
                long hole = source.nextHole(offset);
                data += hole - offset;
                offset = source.nextData(hole);
            }
        }
        return data;
    }

    /** Removes all targets and makes the bucket. */
    void clear() {
        try {
            if (Files.exists(targets())) {
                try (Stream<Path> all = Files.walk(targets())) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
            Files.createDirectories(bucket());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void makeImage() throws IOException {
        say("making " + image() + ", " + ByteSize.format(disk.sizeBytes()));
        Path made = part(image());
        try (FileChannel file = FileChannel.open(
                made, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            if (corpus.isPresent()) {
                try (CorpusContent content = CorpusContent.of(corpus.get())) {
                    disk.write(file, List.of(content), this::progress);
                }
            } else {
                disk.write(file, disk.kinds(), this::progress);
            }
            file.force(true);
        }
        Files.move(made, image(), StandardCopyOption.REPLACE_EXISTING);
    }

    private void progress(long done) {
        // Called for each file, so that few calls pass a multiple.
        if (done % SAY_EVERY_BYTES < ByteSize.MIB) {
            say("made " + ByteSize.format(done));
        }
    }

    private void requireSpace() throws IOException {
        long needed = (long) (disk.sizeBytes() * SPACE_FACTOR);
        for (Path made : List.of(image(), compressed())) {
            needed -= Files.exists(made) ? Files.size(made) / 2 : 0;
        }
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
