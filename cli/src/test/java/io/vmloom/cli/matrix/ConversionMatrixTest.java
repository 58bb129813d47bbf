package io.vmloom.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.matrix.Converter.Job;
import io.vmloom.cli.testing.Folder;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sources of all kinds to targets of all kinds: every pair of properties occurs. {@code -Dvmloom.matrix=full} goes
 * through all guests, sources and targets, which takes a day; {@code -Dvmloom.matrix=full:3/50} through a fiftieth.
 * {@code -Dvmloom.matrix.targets=QED,COW} leaves out other targets.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversionMatrixTest {
    private static final String PROPERTY = "vmloom.matrix";
    private static final String TARGETS_PROPERTY = "vmloom.matrix.targets";
    static final long SEED = 20;

    /** Of so many cases one is converted once more, by another number of workers, which takes as long as the first time. */
    private static final int REPEATED = 3;

    private final Map<MatrixCase.Engine, Converter> converters = new EnumMap<>(MatrixCase.Engine.class);
    private final AtomicInteger folders = new AtomicInteger();
    private final SourceImages sources;

    ConversionMatrixTest(@TempDir Path shared) {
        this.sources = new SourceImages(shared);
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Peers.need("qemu-img", "qemu-io", "7zz", "qcowinfo", "vmdkinfo", "vhdiinfo");
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
        Set<String> targets = Set.of(System.getProperty(TARGETS_PROPERTY, "").split(",", -1));
        return cases(System.getProperty(PROPERTY, "")).stream()
                .filter(one ->
                        targets.contains("") || targets.contains(one.target().name()))
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
        int number = folders.incrementAndGet();
        String folderName = "case-" + number;
        Path folder = Files.createDirectory(converter.folder().resolve(folderName));
        SourceImages.Made source = sources.make(folder, one);
        Path target = folder.resolve("target." + one.target().format());
        Optional<Path> key = one.target().isEncrypted()
                ? Optional.of(Files.writeString(folder.resolve("key"), "correct horse"))
                : Optional.empty();
        Job job = new Job(
                folderName + "/" + source.image().getFileName(),
                one.source().format(),
                source.snapshot(),
                folderName + "/" + target.getFileName(),
                one.target().format(),
                one.target().options(one.targetClusterBytes(), one.level()),
                key,
                one.verify(),
                one.workers());

        converter.convert(job);

        TargetChecks checks = new TargetChecks(one, source, target, key);
        checks.sameGuest();
        checks.clean();
        checks.readByOthers();
        if (number % REPEATED == 0) {
            assertSameBytesAgain(converter, job, target);
        }
        Folder.clear(folder);
        Files.delete(folder);
    }

    private static void assertSameBytesAgain(Converter converter, Job job, Path target) throws IOException {
        List<Path> files = files(target);
        for (Path file : files) {
            Files.move(file, before(file), StandardCopyOption.ATOMIC_MOVE);
        }
        converter.convert(new Job(
                job.source(),
                job.sourceFormat(),
                job.snapshot(),
                job.target(),
                job.targetFormat(),
                job.options(),
                job.targetKey(),
                job.verify(),
                job.workers() == 1 ? 3 : 1));
        assertThat(files(target)).isEqualTo(files);
        for (Path file : files) {
            assertThat(before(file)).hasSize(Files.size(file));
            Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", before(file), file); // steps over holes
        }
    }

    private static Path before(Path file) {
        return file.resolveSibling("first." + file.getFileName());
    }

    /** The target, and the extents that it may have. */
    private static List<Path> files(Path target) throws IOException {
        try (Stream<Path> all = Files.list(target.resolveSibling("."))) {
            return all.map(Path::normalize)
                    .filter(file -> file.getFileName().toString().matches("target(-[fs].*)?\\.\\w+"))
                    .sorted()
                    .toList();
        }
    }
}
