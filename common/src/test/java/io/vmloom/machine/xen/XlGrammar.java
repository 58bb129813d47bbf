package io.vmloom.machine.xen;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What xl.cfg(5), xl-disk-configuration(5) and xl-network-configuration(5) allow, as far as it is written here: assignments of
 * numbers, strings and lists of strings, the keys with their values, and the parts of a disk and of a network card.
 */
public final class XlGrammar {
    private static final String NUMBER = "0|[1-9][0-9]*";
    private static final String ADDRESS = "[0-9a-fA-F.:]+";

    private static final Map<String, Pattern> VALUES = patterns(Map.ofEntries(
            entry("name", "[A-Za-z0-9_.+-]+"),
            entry("type", "hvm"),
            entry("uuid", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
            entry("memory", NUMBER),
            entry("vcpus", NUMBER),
            entry("viridian", "[01]"),
            entry("nestedhvm", "[01]"),
            entry("localtime", "[01]"),
            entry("bios", "seabios|ovmf"),
            entry("boot", "(?!.*(.).*\\1)[cdn]+"),
            entry("hdtype", "ide|ahci"),
            entry("vga", "stdvga|cirrus|qxl|none"),
            entry("videoram", NUMBER),
            entry("vnc", "[01]"),
            entry("vnclisten", ADDRESS),
            entry("vncdisplay", NUMBER),
            entry("vncunused", "[01]"),
            entry("spice", "1"),
            entry("spicehost", ADDRESS),
            entry("spiceport", NUMBER),
            entry("spicedisable_ticketing", "1"),
            entry("soundhw", "hda|ac97|es1370|adlib|cs4231a|gus|sb16"),
            entry("usbversion", "[123]")));

    private static final Set<String> NUMBERS = Set.of(
            "memory",
            "vcpus",
            "viridian",
            "nestedhvm",
            "localtime",
            "videoram",
            "vnc",
            "vncdisplay",
            "vncunused",
            "spice",
            "spiceport",
            "spicedisable_ticketing",
            "usbversion");

    private static final Map<String, Pattern> DISK = patterns(Map.of(
            "format", "raw|qcow|qcow2|vhd|qed|empty",
            "vdev", "hd[a-d]|sd[a-z]|xvd[a-z]{1,2}",
            "access", "ro|rw",
            "devtype", "cdrom",
            "target", ".+"));

    private static final Map<String, Pattern> VIF = patterns(Map.of(
            "type", "ioemu|vif",
            "mac", "[0-9a-f]{2}(:[0-9a-f]{2}){5}",
            "bridge", "[a-zA-Z0-9_.-]{1,15}",
            "model", "e1000|e1000e|rtl8139|pcnet|ne2k_pci|vmxnet3"));

    private static final Pattern SERIAL = Pattern.compile(
            "null|none|pty|/.+|file:.+|unix:.+|(tcp|telnet):([^:]*|\\[[0-9a-fA-F:]+]):[0-9]{1,5}(,server,nowait)?");

    private static final Pattern ASSIGNMENT = Pattern.compile(
            "\\G(?:#[^\\n]*\\n|([a-z_]+) = (?:([0-9]+)|(\"[^\"\\n]*\"|'[^'\\n]*')|\\[\\n((?: {4}(?:\"[^\"\\n]*\"|'[^'\\n]*'),\\n)+)])\\n)");
    private static final Pattern ITEM = Pattern.compile("\"([^\"\\n]*)\"|'([^'\\n]*)'");

    private XlGrammar() {}

    /** Demands that xl would take it, and answers the lists and values by their keys. */
    public static Map<String, List<String>> check(String text) {
        Map<String, List<String>> found = new HashMap<>();
        Matcher matcher = ASSIGNMENT.matcher(text);
        int end = 0;
        while (matcher.find()) {
            end = matcher.end();
            String key = matcher.group(1);
            if (key != null) {
                List<String> before = found.put(key, values(matcher));
                assertThat(before).as("'%s' is said once", key).isNull();
                checkValue(key, matcher, found.getOrDefault(key, List.of()));
            }
        }
        assertThat(text.substring(end)).as("what is no assignment").isEmpty();
        assertThat(found).containsKeys("name", "type", "memory", "vcpus");
        return found;
    }

    private static List<String> values(Matcher matcher) {
        if (matcher.group(2) != null) {
            return List.of(matcher.group(2));
        }
        String text = matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        List<String> values = new ArrayList<>();
        Matcher item = ITEM.matcher(text);
        while (item.find()) {
            values.add(item.group(1) != null ? item.group(1) : item.group(2));
        }
        return values;
    }

    private static void checkValue(String key, Matcher matcher, List<String> values) {
        switch (key) {
            case "disk" -> checkDisks(values);
            case "vif" -> values.forEach(spec -> parts("vif", spec, VIF));
            case "serial" ->
                assertThat(values)
                        .as("serial ports")
                        .allMatch(one -> SERIAL.matcher(one).matches());
            default -> {
                Pattern allowed = VALUES.get(key);
                assertThat(allowed).as("xl knows '%s'", key).isNotNull();
                assertThat(matcher.group(2) != null).as("'%s' is a number", key).isEqualTo(NUMBERS.contains(key));
                assertThat(values)
                        .as("value of '%s'", key)
                        .singleElement()
                        .asString()
                        .matches(allowed);
            }
        }
    }

    private static void checkDisks(List<String> specs) {
        Set<String> names = new HashSet<>();
        for (String spec : specs) {
            Map<String, String> parts = parts("disk", spec, DISK);
            assertThat(parts).as("parts of %s", spec).containsKeys("format", "vdev", "access");
            assertThat(names.add(String.valueOf(parts.get("vdev"))))
                    .as("the name of %s is its own", spec)
                    .isTrue();
            assertThat(parts.containsKey("target"))
                    .as("%s has a target unless it is empty", spec)
                    .isEqualTo(!"empty".equals(parts.get("format")));
        }
    }

    /** Parts of a specification; {@code target=} takes the rest of it. */
    private static Map<String, String> parts(String what, String spec, Map<String, Pattern> allowed) {
        Map<String, String> parts = new HashMap<>();
        String rest = spec;
        while (!rest.isEmpty()) {
            int end = rest.startsWith("target=") || !rest.contains(", ") ? rest.length() : rest.indexOf(", ");
            String part = rest.substring(0, end);
            rest = end == rest.length() ? "" : rest.substring(end + 2);
            int equals = part.indexOf('=');
            assertThat(equals)
                    .as("'%s' of %s '%s' has a value", part, what, spec)
                    .isPositive();
            String key = part.substring(0, equals);
            Pattern pattern = allowed.get(key);
            assertThat(pattern).as("a %s has a '%s'", what, key).isNotNull();
            assertThat(part.substring(equals + 1)).as("'%s' of %s", key, what).matches(pattern);
            assertThat(parts.put(key, part.substring(equals + 1)))
                    .as("'%s' of %s '%s' is said once", key, what, spec)
                    .isNull();
        }
        return parts;
    }

    private static Map<String, Pattern> patterns(Map<String, String> texts) {
        Map<String, Pattern> patterns = new HashMap<>();
        texts.forEach((key, text) -> patterns.put(key, Pattern.compile(text)));
        return patterns;
    }
}
