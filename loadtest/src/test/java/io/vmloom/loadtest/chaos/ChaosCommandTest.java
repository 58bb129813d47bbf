package io.vmloom.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.loadtest.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole with few faults; many of them are a command. */
class ChaosCommandTest {
    @TempDir
    private Path folder;

    @Test
    void whateverIsDoneToProcessesRequestsAndMessagesTheTargetsAreTheSame() {
        StringWriter said = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(said, true));

        int exitCode = command.execute(
                "chaos",
                "--faults=10",
                "--images=10",
                "--size=4MiB",
                "--task-lock=3",
                "--absence=2",
                "--seed=7",
                "--dir=" + folder.resolve("chaos"));

        assertThat(said.toString()).contains("10 faults over 10 images", "0 items with another outcome or other bytes");
        assertThat(exitCode).as(said.toString()).isEqualTo(ExitCode.DONE.number());
    }
}
