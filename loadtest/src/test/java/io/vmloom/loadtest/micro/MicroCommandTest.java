package io.vmloom.loadtest.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.loadtest.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MicroCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void aBaselineThatIsNotThereIsToldBeforeAnythingIsMeasured(@TempDir Path directory) {
        assertThat(run("--quick", "--check", directory.resolve("none.json"))).isNotZero();

        assertThat(err.toString()).contains("none.json is no baseline");
    }

    @Test
    void aChoiceOfNothingIsRefused() {
        assertThat(run("--only", "noSuchLoop")).isNotZero();

        assertThat(err.toString()).contains("there is no loop like 'noSuchLoop'");
    }

    @Test
    void lessThanASecondIsRefused() {
        assertThat(run("--seconds", 0)).isNotZero();

        assertThat(err.toString()).contains("--seconds must be at least 1");
    }

    private int run(Object... arguments) {
        String[] words = Stream.concat(Stream.of("micro"), Arrays.stream(arguments))
                .map(Object::toString)
                .toArray(String[]::new);
        CommandLine line = Main.commandLine().setErr(new PrintWriter(err));
        int code = line.execute(words);
        line.getErr().flush();
        return code;
    }
}
