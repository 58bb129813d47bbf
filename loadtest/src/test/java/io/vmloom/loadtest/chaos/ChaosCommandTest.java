package io.vmloom.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.loadtest.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

/** The whole with few faults; many of them are a command. Seven processes leave nothing of a machine to other tests. */
@Isolated
@Timeout(600)
class ChaosCommandTest {
    @TempDir
    private Path folder;

    @Test
    void whateverIsDoneToProcessesRequestsAndMessagesTheTargetsAreTheSame() {
        StringWriter said = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(said, true));

        int exitCode = command.execute(
                "chaos",
                "--faults=8",
                "--images=6",
                "--size=2MiB",
                "--task-lock=3",
                "--absence=2",
                "--seed=7",
                "--dir=" + folder.resolve("chaos"));

        assertThat(said.toString()).contains("8 faults over 6 images", "0 items with another outcome or other bytes");
        assertThat(exitCode).as(said.toString()).isEqualTo(ExitCode.DONE.number());
    }
}
