package io.vmloom.loadtest.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * vmloom as its users run it: a process of its own, whose start is measured too.
 *
 * @param command what comes before {@code convert}
 */
record VmloomProgram(List<String> command, int workers) {
    /** Set by the launcher to its own path. */
    private static final String LAUNCHER = "VMLOOM_LAUNCHER";

    VmloomProgram {
        command = List.copyOf(command);
    }

    /** The launcher, or without it this JVM's own class path. */
    static VmloomProgram find(Map<String, String> environment, int workers) {
        String launcher = environment.getOrDefault(LAUNCHER, "");
        return new VmloomProgram(launcher.isEmpty() ? ownClassPath() : List.of(launcher), workers);
    }

    void convert(String source, String target, List<String> arguments, Map<String, String> environment) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("convert", "-q"));
        if (workers > 0) {
            line.addAll(List.of("--workers", Integer.toString(workers)));
        }
        line.addAll(arguments);
        line.addAll(List.of(source, target));
        Child.run(line, environment);
    }

    private static List<String> ownClassPath() {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.vmloom.cli.Main");
    }
}
