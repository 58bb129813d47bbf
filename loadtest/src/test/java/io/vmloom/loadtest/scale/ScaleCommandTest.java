package io.vmloom.loadtest.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.loadtest.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

@Isolated
@Timeout(180)
class ScaleCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A broker and a coordinator as real processes. */
    @Test
    void aFewItemsOfInventedDisksAreCarriedToTheirEndAndCounted() {
        int code = run(
                "--batches",
                2,
                "--items",
                6,
                "--ranges",
                20,
                "--coordinators",
                1,
                "--bursts",
                1,
                "--bursts-after",
                0,
                "--kill-after",
                100,
                "--dir",
                directory.resolve("scale"));

        assertThat(code).as(out.toString() + err).isZero();
        assertThat(out.toString())
                .contains("burst: 240 results recorded")
                .contains("12 of 12 items succeeded; 240 tasks for 240 ranges");
    }

    @Test
    void aDirectoryThatIsThereIsNotUsed() {
        assertThat(run("--dir", directory)).isNotZero();

        assertThat(err.toString()).contains("exists; remove it");
    }

    private int run(Object... arguments) {
        String[] words = Stream.concat(Stream.of("scale"), Arrays.stream(arguments))
                .map(Object::toString)
                .toArray(String[]::new);
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(words);
        line.getOut().flush();
        line.getErr().flush();
        return code;
    }
}
