package io.vmloom.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Another program as a judge. Where it is missing the test is skipped, or fails with {@code VMLOOM_REQUIRE_PEERS=1}. */
public record PeerTool(String program) {
    public static final PeerTool QEMU_IMG = new PeerTool("qemu-img");
    public static final PeerTool SEVEN_ZIP = new PeerTool("7zz");
    public static final PeerTool VMDKINFO = new PeerTool("vmdkinfo");

    /** How it ended, and all that it said. */
    public record Outcome(int exitCode, String output) {}

    public Outcome run(Object... arguments) {
        requirePresent();
        List<String> command = new ArrayList<>(List.of(program));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), String.join(" ", command) + "\n" + output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void requirePresent() {
        String path = System.getenv().getOrDefault("PATH", "");
        boolean present =
                Arrays.stream(path.split(":", -1)).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!present && "1".equals(System.getenv("VMLOOM_REQUIRE_PEERS"))) {
            throw new AssertionError(program + " is required but not installed");
        }
        Assumptions.assumeTrue(present, program + " is not installed");
    }
}
