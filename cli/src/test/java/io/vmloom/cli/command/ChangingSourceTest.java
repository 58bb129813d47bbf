package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody writes to the source while it is read. */
@Timeout(120)
class ChangingSourceTest {
    @TempDir
    private Path folder;

    @Test
    void theConversionFailsAndLeavesNothing() throws Exception {
        Path raw = Guest.SEVERAL_RANGES.writeRaw(folder.resolve("web.raw"));
        Path target = folder.resolve("web.qcow2");
        Thread writer = Thread.ofPlatform().start(() -> touchOnceTargetIsBegun(raw));

        Command.Outcome outcome = Command.run(
                "convert",
                "-q",
                "--workers",
                1,
                raw,
                target,
                "-o",
                "compress=on,compression_type=zstd,compression_level=19");
        writer.join();

        assertThat(outcome.complaint(ExitCode.FAILED))
                .startsWith(raw + " changed while it was being read (size-modified was ")
                .endsWith("; stop whatever writes to it and start again");
        assertThat(Folder.files(folder)).containsExactly("web.raw");
    }

    private void touchOnceTargetIsBegun(Path source) {
        try {
            while (Files.notExists(folder.resolve(".web.qcow2.vmloom.part"))) {
                Thread.onSpinWait();
            }
            Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
