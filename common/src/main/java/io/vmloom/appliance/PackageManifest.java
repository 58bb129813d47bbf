package io.vmloom.appliance;

import io.vmloom.source.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .mf} file: the digests of a package's files, {@code SHA256(disk.vmdk)= hex}.
 *
 * @param malformed lines that are none of that
 */
public record PackageManifest(String name, byte[] text, List<Entry> entries, List<String> malformed) {
    /** @param algorithm as the JDK calls it */
    public record Entry(String algorithm, String file, String hex) {}

    private static final int MAX_BYTES = 4 << 20;
    private static final int SHOWN_CHARACTERS = 80;
    private static final Pattern LINE =
            Pattern.compile("SHA-?(1|224|256|384|512)\\s*\\((.+)\\)\\s*=\\s*([0-9a-fA-F]+)");

    public PackageManifest {
        entries = List.copyOf(entries);
        malformed = List.copyOf(malformed);
    }

    /** @param name of the file in the package */
    public static PackageManifest read(String name, ByteSource source) {
        byte[] text = SmallFiles.bytes(source, MAX_BYTES, "a manifest of a package");
        List<Entry> entries = new ArrayList<>();
        List<String> malformed = new ArrayList<>();
        for (String line : new String(text, StandardCharsets.UTF_8).split("\\R")) {
            Matcher matcher = LINE.matcher(line.strip());
            if (matcher.matches()) {
                entries.add(new Entry(
                        "SHA-" + matcher.group(1),
                        matcher.group(2),
                        matcher.group(3).toLowerCase(Locale.ROOT)));
            } else if (!line.isBlank()) {
                malformed.add(shortened(line.strip()));
            }
        }
        return new PackageManifest(name, text, entries, malformed);
    }

    private static String shortened(String line) {
        String printable = line.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= SHOWN_CHARACTERS ? printable : printable.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
