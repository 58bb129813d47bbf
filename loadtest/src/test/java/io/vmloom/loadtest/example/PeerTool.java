package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program of somebody else's making that judges ours; a test that needs a missing one is skipped, and says so. */
record PeerTool(String program) {
    /** Skips the test if the program is not installed, or fails it where peers are required. */
    static PeerTool required(String program) {
        if (!isInstalled(program)) {
            String reason = program + " is not installed";
            if ("1".equals(System.getenv("VMLOOM_REQUIRE_PEERS"))) {
                fail(reason + ", but VMLOOM_REQUIRE_PEERS=1");
            }
            assumeTrue(false, reason);
        }
        return new PeerTool(program);
    }

    /** Runs the program to its end, expects exit code 0 and returns what it wrote to standard output. */
    byte[] run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("peer", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor())
                    .as(
                            "exit code of %s, which said: %s%s",
                            command, new String(output, StandardCharsets.ISO_8859_1), Files.readString(errors))
                    .isZero();
            return output;
        } finally {
            Files.delete(errors);
        }
    }

    private static boolean isInstalled(String program) {
        String searched = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(searched.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
