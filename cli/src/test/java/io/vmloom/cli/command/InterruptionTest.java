package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C and kill in the middle of a conversion. */
@Timeout(180)
class InterruptionTest {
    /** Long enough that a signal meets the conversion in its middle. */
    private static final int SOURCE_MIB = 96;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String SLOWLY = "compress=on,compression_type=zstd,compression_level=22,cluster_size=2M";

    @TempDir
    private Path folder;

    private Path bucket = Path.of("");

    @BeforeEach
    void aDiskThatTakesLong() throws IOException {
        bucket = Files.createDirectory(folder.resolve("disks"));
        byte[] block = new byte[1 << 20];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (random.nextInt() & 0x0f);
        }
        Path raw = Files.createFile(bucket.resolve("web.raw"));
        for (int mebibyte = 0; mebibyte < SOURCE_MIB; mebibyte++) {
            block[mebibyte]++;
            Files.write(raw, block, StandardOpenOption.APPEND);
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, INTERRUPTED", "TERM, TERMINATED"})
    void leavesNoFileOfALocalTarget(String signal, ExitCode exitCode) throws Exception {
        try (ChildCommand child = convert(Map.of(), bucket.resolve("web.raw"), bucket.resolve("web.qcow2"))) {
            awaitMoreFiles(child, ".web.qcow2.vmloom.part");

            child.signal(signal);

            assertCancelled(child.outcome(), exitCode);
        }
        assertThat(Folder.files(folder)).containsExactly("disks/web.raw");
    }

    @ParameterizedTest
    @CsvSource({"INT, INTERRUPTED", "TERM, TERMINATED"})
    void leavesNoUploadAndNothingStagedInABucket(String signal, ExitCode exitCode) throws Exception {
        try (EmbeddedS3 server = EmbeddedS3.start(folder)) {
            try (ChildCommand child =
                    convert(ChildCommand.environment(server), "s3://disks/web.raw", "s3://disks/web.qcow2")) {
                awaitMoreFiles(child, ".mpus-");

                child.signal(signal);

                assertCancelled(child.outcome(), exitCode);
            }
            assertThat(Folder.files(folder)).containsExactly("disks/web.raw");
        }
    }

    @Test
    void killedAtOnceItLeavesAHiddenFileThatTheNextRunRemoves() throws Exception {
        Path target = bucket.resolve("web.qcow2");
        try (ChildCommand child = convert(Map.of(), bucket.resolve("web.raw"), target)) {
            awaitMoreFiles(child, ".web.qcow2.vmloom.part");
            child.signal("KILL");
            assertThat(child.outcome().exitCode()).isEqualTo(137);
        }
        assertThat(Folder.files(bucket)).containsExactly(".web.qcow2.vmloom.part", "web.raw");

        Command.run("convert", "-q", bucket.resolve("web.raw"), target).succeeded();

        Command.run("compare", bucket.resolve("web.raw"), target).ended(ExitCode.DONE);
        assertThat(Folder.files(bucket)).containsExactly("web.qcow2", "web.raw");
    }

    private static ChildCommand convert(Map<String, String> environment, Object source, Object target)
            throws IOException {
        return ChildCommand.start(environment, "convert", "-q", source, target, "-o", SLOWLY, "--workers", 1);
    }

    private static void assertCancelled(Command.Outcome outcome, ExitCode exitCode) {
        outcome.ended(exitCode);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEqualTo("vmloom: the conversion was cancelled" + System.lineSeparator());
    }

    /** Waits until the conversion has begun to write, and not ended. */
    private void awaitMoreFiles(ChildCommand child, String begin) {
        await().atMost(PATIENCE)
                .failFast("the conversion is under way", () -> !child.isAlive())
                .until(() -> Folder.files(bucket).stream().anyMatch(name -> name.startsWith(begin)));
    }
}
