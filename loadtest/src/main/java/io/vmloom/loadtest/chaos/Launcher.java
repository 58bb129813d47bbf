package io.vmloom.loadtest.chaos;

import java.util.List;
import java.util.Map;

/** How processes of vmloom are started: by the launcher that started this one, else on this JVM's class path. */
final class Launcher {
    private static final String VARIABLE = "VMLOOM_LAUNCHER";

    private Launcher() {}

    static List<String> program(Map<String, String> environment) {
        String launcher = environment.getOrDefault(VARIABLE, "");
        return launcher.isEmpty()
                ? List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.vmloom.cli.Main")
                : List.of(launcher);
    }
}
