package io.vmloom.cli.command;

import io.vmloom.error.RequestException;
import java.util.Locale;
import java.util.Map;

/** The format that a target's name asks for. Sources are never judged by their names. */
final class TargetFormats {
    private static final Map<String, String> BY_ENDING =
            Map.of("raw", "raw", "img", "raw", "qcow2", "qcow2", "vmdk", "vmdk");

    private TargetFormats() {}

    static String byEnding(String target) {
        String ending = target.substring(target.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String format = BY_ENDING.get(ending);
        if (format == null) {
            throw new RequestException("the name '" + target + "' tells no format; say it with --to FMT");
        }
        return format;
    }
}
