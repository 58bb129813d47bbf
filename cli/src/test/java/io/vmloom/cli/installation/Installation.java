package io.vmloom.cli.installation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The unpacked archive of the build.
 *
 * @param home its only folder
 * @param environment in which its command runs, besides what this process has
 */
record Installation(Path home, Map<String, String> environment) {
    private static final Path ARCHIVE = Path.of(System.getProperty("vmloom.archive", "target/vmloom.tar.gz"));

    Installation {
        environment = Map.copyOf(environment);
    }

    /** Unpacks it; the user's own folder is beside it. */
    static Installation unpack(Path folder) throws IOException, InterruptedException {
        Path into = Files.createDirectories(folder.resolve("in stallation"));
        Command.Outcome tar = run(Map.of(), "tar", "-xzf", ARCHIVE.toAbsolutePath(), "-C", into);
        assertThat(tar.exitCode()).as(tar.err()).isZero();
        try (Stream<Path> inside = Files.list(into)) {
            List<Path> homes = inside.toList();
            assertThat(homes).hasSize(1);
            return new Installation(
                    homes.getFirst(),
                    Map.of(
                            "VMLOOM_JAVA_HOME",
                            System.getProperty("java.home"),
                            "XDG_CACHE_HOME",
                            folder.resolve("user's own").toString()));
        }
    }

    Installation with(String variable, Object value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value.toString());
        return new Installation(home, changed);
    }

    Path command() {
        return home.resolve("bin/vmloom");
    }

    /** Where its cache lies, as long as it can be written. */
    Path cache() {
        return home.resolve("cache");
    }

    /** The same where it can not. */
    Path cacheOfUser() {
        String version = home.getFileName().toString().substring("vmloom-".length());
        return Path.of(environment.getOrDefault("XDG_CACHE_HOME", "")).resolve("vmloom/" + version);
    }

    Command.Outcome vmloom(Object... arguments) throws IOException, InterruptedException {
        return vmloom(command(), arguments);
    }

    /** By another name of its command. */
    Command.Outcome vmloom(Path command, Object... arguments) throws IOException, InterruptedException {
        return run(
                environment,
                Stream.concat(Stream.of(command), Arrays.stream(arguments)).toArray());
    }

    private static Command.Outcome run(Map<String, String> environment, Object... words)
            throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(Arrays.stream(words).map(Object::toString).toList());
        Path err = Files.createTempFile("vmloom-installation", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("VMLOOM_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Command.Outcome(line, process.waitFor(), out, Files.readString(err, UTF_8));
        } finally {
            Files.delete(err);
        }
    }
}
