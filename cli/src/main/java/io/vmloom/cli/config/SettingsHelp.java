package io.vmloom.cli.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings for people. */
public final class SettingsHelp {
    private SettingsHelp() {}

    /** What {@code --help} of a command ends with; empty when it is no role of a cluster. */
    public static Optional<String[]> of(String command) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equalsIgnoreCase(command))
                .findFirst()
                .map(SettingsHelp::lines);
    }

    private static String[] lines(Role role) {
        List<String> lines = new ArrayList<>(List.of(
                "", "Settings, in the file as 'key=value' lines or as YAML, or as variables, which come first:", ""));
        for (Setting setting : Setting.values()) {
            if (setting.roles().contains(role)) {
                String usual = setting.usual().isEmpty() ? "" : " [" + setting.usual() + "]";
                lines.add("  " + setting.key() + ", " + setting.variable() + usual);
                lines.add("      " + setting.description().replace("`", ""));
            }
        }
        return lines.toArray(String[]::new);
    }

    /** The table of {@code docs/configuration.md}. */
    public static String table() {
        StringBuilder table = new StringBuilder("| key | variable | default | of | meaning |\n|---|---|---|---|---|\n");
        for (Setting setting : Setting.values()) {
            String roles = setting.roles().size() == Role.values().length
                    ? "both"
                    : setting.roles().iterator().next().name().toLowerCase(Locale.ROOT);
            String usual = setting.usual().isEmpty() ? "" : "`" + setting.usual() + "`";
            table.append(String.join(
                    " | ",
                    Arrays.asList(
                            "| `" + setting.key() + "`",
                            "`" + setting.variable() + "`",
                            usual,
                            roles,
                            setting.description() + " |\n")));
        }
        return table.toString();
    }
}
