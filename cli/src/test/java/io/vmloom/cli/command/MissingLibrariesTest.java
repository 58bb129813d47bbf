package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nothing can be loaded from the folder for temporary files, as with {@code /tmp} that is mounted noexec. */
class MissingLibrariesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"worker", "coordinator", "up"})
    void aServiceSaysSoBeforeItTakesAnything(String service) throws Exception {
        Path missing = folder.resolve("missing");

        try (ChildCommand child = ChildCommand.start(List.of("-Djava.io.tmpdir=" + missing), Map.of(), service)) {
            Command.Outcome outcome = child.outcome().ended(ExitCode.USAGE);

            assertThat(outcome.err())
                    .contains("zstd can not be loaded (")
                    .contains(missing + " has to be writable, and mounted without noexec");
        }
    }
}
