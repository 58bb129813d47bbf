package io.vmloom.machine;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of a target's disks by a template. {@code {machine}} is the machine's name, {@code {stem}} the name of the source's
 * file without folder and extension, {@code {path}} the same with its folder, {@code {number}} counts the disks from 1,
 * {@code {format}} is the format.
 *
 * @param format of all disks; empty for the one that each has
 */
public record DiskNames(String template, Optional<String> format, String machine) implements DiskFiles {
    /** Beside the source's file, with another extension. */
    public static final String USUAL = "{path}.{format}";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final List<String> KNOWN = List.of("machine", "stem", "path", "number", "format");
    private static final Pattern NO_FILE_NAME = Pattern.compile("[/\\\\\\p{Cntrl}]");
    private static final Pattern DOTS = Pattern.compile("^\\.+");

    public DiskNames {
        Set<String> unknown = new HashSet<>(PLACEHOLDER
                .matcher(template)
                .results()
                .map(result -> result.group(1))
                .toList());
        KNOWN.forEach(unknown::remove);
        Machine.require(unknown.isEmpty(), "a template for disks knows " + KNOWN + " in braces, got: " + unknown);
        Machine.require(!template.isBlank(), "a template for disks must not be empty");
    }

    @Override
    public Medium.Image rename(Drive.Disk disk, Medium.Image file, int index) {
        String newFormat = format.orElse(file.format());
        return new Medium.Image(name(file.reference(), newFormat, index), newFormat);
    }

    /**
     * What the template makes of a file.
     *
     * @param index among the machine's disks, from 0
     */
    public String name(String reference, String newFormat, int index) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(value(found, reference, newFormat, index)));
    }

    private String value(MatchResult placeholder, String reference, String newFormat, int index) {
        int folder = reference.replace('\\', '/').lastIndexOf('/') + 1;
        int dot = reference.lastIndexOf('.');
        String path = dot > folder ? reference.substring(0, dot) : reference;
        return switch (placeholder.group(1)) {
            case "machine" -> fileName(machine);
            case "stem" -> fileName(path.substring(folder));
            case "path" -> path;
            case "number" -> Integer.toString(index + 1);
            case "format" -> newFormat.isEmpty() ? "img" : newFormat;
            default -> throw new IllegalStateException("templates were checked before");
        };
    }

    /** No name that a source chose leads into another folder. */
    private static String fileName(String text) {
        String name = DOTS.matcher(NO_FILE_NAME.matcher(text).replaceAll("-")).replaceAll("");
        return name.isEmpty() ? "disk" : name;
    }
}
