package io.vmloom.coordinator.job;

import io.vmloom.error.RequestException;
import java.util.Locale;
import java.util.Map;

/** The format that a target's name asks for. Sources are never judged by their names. */
public final class TargetNames {
    private static final Map<String, String> BY_ENDING = Map.ofEntries(
            Map.entry("raw", "raw"),
            Map.entry("img", "raw"),
            Map.entry("qcow2", "qcow2"),
            Map.entry("vmdk", "vmdk"),
            Map.entry("vdi", "vdi"),
            Map.entry("vhd", "vpc"),
            Map.entry("vpc", "vpc"),
            Map.entry("vhdx", "vhdx"),
            Map.entry("qcow", "qcow"),
            Map.entry("qed", "qed"),
            Map.entry("hds", "parallels"),
            Map.entry("parallels", "parallels"),
            Map.entry("cow", "cow"),
            Map.entry("luks", "luks"));

    /** Names that people expect where a format's own is another. */
    private static final Map<String, String> ENDINGS = Map.of("vpc", "vhd", "parallels", "hds");

    private TargetNames() {}

    /** How names of a format's targets usually end. */
    public static String endingOf(String format) {
        return ENDINGS.getOrDefault(format, format);
    }

    /** By the ending; {@link RequestException} when it tells none. */
    public static String formatOf(String target) {
        String ending = target.substring(target.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String format = BY_ENDING.get(ending);
        if (format == null) {
            throw new RequestException("the name '" + target + "' tells no format; say it with --to FMT");
        }
        return format;
    }
}
