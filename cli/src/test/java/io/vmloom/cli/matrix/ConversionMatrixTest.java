package io.vmloom.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.matrix.Converter.Job;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.format.vmdk.SequentialReader;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sources of all kinds to targets of all kinds: every pair of properties occurs. {@code -Dvmloom.matrix=full} goes
 * through all guests, sources and targets, which takes a day; {@code -Dvmloom.matrix=full:3/50} through a fiftieth.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversionMatrixTest {
    private static final String PROPERTY = "vmloom.matrix";
    private static final long SEED = 20;
    private static final int SECTOR = 512;

    private final Map<MatrixCase.Engine, Converter> converters = new EnumMap<>(MatrixCase.Engine.class);
    private final AtomicInteger folders = new AtomicInteger();

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Peers.need("qemu-img", "qemu-io", "7zz", "qcowinfo", "vmdkinfo");
        converters.put(
                MatrixCase.Engine.COMMAND_ON_FILES,
                new CommandConverter(Files.createDirectory(directory.resolve("files"))));
        converters.put(
                MatrixCase.Engine.OBJECTS_OF_A_BUCKET,
                BucketConverter.withQueuesInMemory(Files.createDirectory(directory.resolve("objects"))));
        converters.put(MatrixCase.Engine.OBJECTS_AND_KAFKA, BucketConverter.withKafka(directory.resolve("cluster")));
    }

    @AfterAll
    void stop() {
        converters.values().forEach(Converter::close);
    }

    @TestFactory
    Stream<DynamicTest> theTargetHoldsTheSourcesGuest() {
        return cases(System.getProperty(PROPERTY, "")).stream()
                .map(one -> DynamicTest.dynamicTest(one.toString(), () -> check(one)));
    }

    private static List<MatrixCase> cases(String wanted) {
        if (!wanted.startsWith("full")) {
            return MatrixCase.pairwise(SEED);
        }
        List<MatrixCase> all = MatrixCase.product();
        if (wanted.equals("full")) {
            return all;
        }
        String[] part = wanted.substring("full:".length()).split("/", 2);
        int parts = Integer.parseInt(part[1]);
        int number = Integer.parseInt(part[0]);
        return Stream.iterate(number - 1, index -> index < all.size(), index -> index + parts)
                .map(all::get)
                .toList();
    }

    private void check(MatrixCase one) throws IOException {
        Converter converter = Objects.requireNonNull(converters.get(one.engine()));
        String folderName = "case-" + folders.incrementAndGet();
        Path folder = Files.createDirectory(converter.folder().resolve(folderName));
        SourceImages.Made source = SourceImages.make(folder, one);
        Path target = folder.resolve("target." + one.target().format());
        Job job = new Job(
                folderName + "/" + source.image().getFileName(),
                one.source().format(),
                source.snapshot(),
                folderName + "/" + target.getFileName(),
                one.target().format(),
                one.target().options(one.targetClusterBytes(), one.level()),
                one.verify(),
                one.workers());

        converter.convert(job);

        assertSameGuest(source, one, target);
        assertClean(one, target);
        assertOthersReadIt(source, one, target);
        assertSameBytesAgain(converter, job, target);
        clear(folder);
    }

    private static void assertSameGuest(SourceImages.Made source, MatrixCase one, Path target) {
        compare(source, one.target().format(), target);
        String[] given = digest(one.source().format(), source.snapshot(), source.image());
        String[] written = digest(one.target().format(), "", target);
        assertThat(written[2]).as("root of the guest's hash tree").isEqualTo(given[2]);
        long sourceBytes = Long.parseLong(given[1]);
        assertThat(Long.parseLong(written[1]))
                .isEqualTo(one.target() == TargetKind.RAW ? sourceBytes : Math.ceilDiv(sourceBytes, SECTOR) * SECTOR);
    }

    private static void compare(SourceImages.Made source, String format, Path image) {
        Peers.run("qemu-img", "compare", "-f", source.referenceFormat(), "-F", format, source.reference(), image);
    }

    /** The parts of {@code vg1:length:root}. */
    private static String[] digest(String format, String snapshot, Path image) {
        String line = Command.run("digest", "-f", format, "-l", snapshot, image)
                .succeeded()
                .out();
        return line.substring(0, line.indexOf(' ')).split(":", 3);
    }

    private static void assertClean(MatrixCase one, Path target) {
        if (one.target() != TargetKind.RAW) {
            Peers.run("qemu-img", "check", "-f", one.target().format(), target);
        }
    }

    private static void assertOthersReadIt(SourceImages.Made source, MatrixCase one, Path target) throws IOException {
        if (one.guest() == Guest.EMPTY) {
            return; // none of them opens a disk without a byte
        }
        if (one.target() == TargetKind.QCOW2 || one.target() == TargetKind.QCOW2_ZLIB) {
            Peers.run("qcowinfo", target);
            assertSevenZipReads("qcow", source, one, target);
        }
        if (one.target().format().equals("vdi")) {
            assertSevenZipReads("vdi", source, one, target);
        }
        if (one.target().isVmdk()) {
            Peers.run("vmdkinfo", target);
            assertSevenZipReads("vmdk", source, one, target);
            if (one.target() == TargetKind.VMDK && one.guest().fitsInMemory()) {
                Path walked = target.resolveSibling("walked.raw");
                Files.write(walked, new SequentialReader(Files.readAllBytes(target)).guest());
                compare(source, "raw", walked);
            }
        }
    }

    private static void assertSevenZipReads(String type, SourceImages.Made source, MatrixCase one, Path target)
            throws IOException {
        if (!one.guest().fitsInMemory()) {
            Peers.run("7zz", "t", "-t" + type, target);
            return;
        }
        Path unpacked = target.resolveSibling("unpacked");
        Peers.run("7zz", "e", "-y", "-t" + type, "-o" + unpacked, target);
        try (Stream<Path> files = Files.list(unpacked)) {
            compare(source, "raw", files.findFirst().orElseThrow());
        }
    }

    private static void assertSameBytesAgain(Converter converter, Job job, Path target) throws IOException {
        Path first = target.resolveSibling("first");
        Files.move(target, first, StandardCopyOption.ATOMIC_MOVE);
        converter.convert(new Job(
                job.source(),
                job.sourceFormat(),
                job.snapshot(),
                job.target(),
                job.targetFormat(),
                job.options(),
                job.verify(),
                job.workers() == 1 ? 3 : 1));
        assertThat(Files.mismatch(first, target))
                .as("first byte that differs with another number of workers")
                .isEqualTo(-1);
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
