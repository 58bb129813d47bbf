package io.vmloom.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Other programs that serve as oracles. A test that needs a missing one is skipped and says so; with the environment
 * variable {@code VMLOOM_REQUIRE_PEERS=1} it fails instead.
 */
public final class Peers {
    private static final boolean REQUIRED = "1".equals(System.getenv("VMLOOM_REQUIRE_PEERS"));
    private static final long TIMEOUT_SECONDS = 300;

    /** How a run ended; {@code output} is standard output and error as they came. */
    public record Outcome(List<String> command, int exitCode, String output) {
        /** This outcome when the exit code is 0; an {@link AssertionError} with the whole output otherwise. */
        public Outcome succeeded() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + " of " + String.join(" ", command) + "\n" + output);
            }
            return this;
        }
    }

    private Peers() {}

    public static boolean has(String tool) {
        return Arrays.stream(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /** Skips the running test, or fails it where peers are required, unless all tools are in the path. */
    public static void need(String... tools) {
        for (String tool : tools) {
            if (!has(tool)) {
                miss("the program " + tool);
            }
        }
    }

    /** Skips the running test, or fails it where peers are required: what it needs is not there. */
    public static void miss(String what) {
        if (REQUIRED) {
            throw new AssertionError(what + " is required (VMLOOM_REQUIRE_PEERS=1) but missing");
        }
        Assumptions.abort(what + " is not installed");
    }

    /** Runs a needed tool to its end and demands success; arguments may be of any type. */
    public static Outcome run(String tool, Object... arguments) {
        return attempt(tool, arguments).succeeded();
    }

    /** Runs a needed tool to its end, however that may be. */
    public static Outcome attempt(String tool, Object... arguments) {
        need(tool);
        List<String> command = Stream.concat(Stream.of(tool), Arrays.stream(arguments))
                .map(Object::toString)
                .toList();
        try {
            return waitFor(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + tool, e);
        }
    }

    private static Outcome waitFor(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("vmloom-peer", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end after " + TIMEOUT_SECONDS + " s: " + String.join(" ", command));
            }
            return new Outcome(command, process.exitValue(), new String(Files.readAllBytes(output), UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
