package io.vmloom.loadtest.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How processes of vmloom are started: by the launcher that started this one, else on this JVM's class path. */
public final class Launcher {
    /** Set by the launcher to its own path. */
    private static final String VARIABLE = "VMLOOM_LAUNCHER";

    private Launcher() {}

    /** What comes before the arguments of {@code vmloom}. */
    public static List<String> command(Map<String, String> environment) {
        String launcher = environment.getOrDefault(VARIABLE, "");
        return launcher.isEmpty() ? ownClassPath() : List.of(launcher);
    }

    private static List<String> ownClassPath() {
        return java("io.vmloom.cli.Main");
    }

    /** Another JVM with this one's class path. */
    public static List<String> java(String mainClass, String... options) {
        List<String> line = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseG1GC"));
        line.addAll(List.of(options));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        return line;
    }
}
