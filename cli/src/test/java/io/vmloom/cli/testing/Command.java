package io.vmloom.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.Main;
import io.vmloom.cli.report.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The {@code vmloom} command inside this JVM. */
public final class Command {
    /** How a run ended, and what it said where. */
    public record Outcome(List<String> arguments, int exitCode, String out, String err) {
        public Outcome succeeded() {
            return ended(ExitCode.DONE);
        }

        /** Demands an exit code; the assertion shows everything that was said. */
        public Outcome ended(ExitCode code) {
            assertThat(exitCode)
                    .as("exit code of vmloom %s, which said: %s%s", String.join(" ", arguments), out, err)
                    .isEqualTo(code.number());
            return this;
        }

        /** Demands a failure that is told in one line, and returns what follows the command's name there. */
        public String complaint(ExitCode code) {
            ended(code);
            assertThat(out).isEmpty();
            assertThat(err.lines()).as("lines on standard error").hasSize(1);
            assertThat(err).startsWith("vmloom: ").endsWith(System.lineSeparator());
            assertThat(err).doesNotContain("fault in vmloom").doesNotContain("Exception");
            return err.substring("vmloom: ".length()).strip();
        }
    }

    private Command() {}

    /** Runs it to its end; arguments may be of any type. */
    public static Outcome run(Object... arguments) {
        String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(words);
        line.getOut().flush();
        line.getErr().flush();
        return new Outcome(List.of(words), exitCode, out.toString(), err.toString());
    }
}
