package io.vmloom.machine.vmx;

import io.vmloom.error.ImageException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a VMX file by their keys, and which of them somebody has asked for. */
final class VmxDictionary {
    private static final Pattern LINE =
            Pattern.compile("\\s*([^\\s=\"]+)\\s*=\\s*(?:\"([^\"]*)\".*|([^\"]*))", Pattern.DOTALL);
    private static final int MAX_LINES = 10_000;
    private static final Pattern BREAK = Pattern.compile("\\r\\n|\\n|\\r");

    private final Map<String, VmxEntry> entries = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Notebook notes;

    private VmxDictionary(Notebook notes) {
        this.notes = notes;
    }

    /** {@link ImageException} when there are more lines than any machine needs. */
    static VmxDictionary read(ConfigFile file, Notebook notes) {
        VmxDictionary dictionary = new VmxDictionary(notes);
        int number = 0;
        for (String line : BREAK.split(VmxText.decode(file.bytes()), -1)) {
            number++;
            String stripped = line.strip();
            if (number > MAX_LINES) {
                throw ImageException.unsafe(
                        file.name(),
                        "a VMX file must have at most " + MAX_LINES + " lines",
                        "no program writes such a file");
            }
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                dictionary.add(stripped, number);
            }
        }
        return dictionary;
    }

    private void add(String line, int number) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            notes.invalid(new Setting("a line that is no setting", number, line), "it must be KEY = \"VALUE\"");
            return;
        }
        String value = parts.group(2) != null ? parts.group(2) : parts.group(3).strip();
        VmxEntry entry = new VmxEntry(parts.group(1), VmxText.unescape(value), number);
        VmxEntry first = entries.putIfAbsent(entry.name(), entry);
        if (first != null) {
            notes.invalid(
                    VmxSecrets.holds(entry.name()) ? entry.withoutValue() : entry.setting(),
                    "the key stands in line " + first.line() + " already, and that counts");
        }
    }

    boolean has(String key) {
        return entries.containsKey(key.toLowerCase(Locale.ROOT));
    }

    /** Keys that match, in the order of the file and in lower case. */
    List<Matcher> matching(Pattern pattern) {
        return entries.keySet().stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    /** The entry, which is somebody's business from now on; empty when there is none, or an empty text. */
    Optional<VmxEntry> take(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        VmxEntry entry = entries.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        taken.add(name);
        return entry.value().isEmpty() ? Optional.empty() : Optional.of(entry);
    }

    Optional<String> text(String key) {
        return take(key).map(VmxEntry::value);
    }

    /** A word in lower case. */
    Optional<String> word(String key) {
        return text(key).map(word -> word.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether it says TRUE; what is neither TRUE nor FALSE is noted, and not believed. */
    boolean flag(String key, boolean otherwise) {
        Optional<VmxEntry> entry = take(key);
        if (entry.isEmpty()) {
            return otherwise;
        }
        return switch (entry.get().value().strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> {
                notes.invalid(entry.get().setting(), "it must be TRUE or FALSE");
                yield otherwise;
            }
        };
    }

    /** A number between bounds; anything else is noted, and not believed. */
    Optional<Long> number(String key, long min, long max) {
        return take(key).flatMap(entry -> {
            try {
                long number = Long.parseLong(entry.value().strip());
                if (number >= min && number <= max) {
                    return Optional.of(number);
                }
            } catch (NumberFormatException e) {
                // said below, with the bounds
            }
            notes.invalid(entry.setting(), "it must be a number from " + min + " to " + max);
            return Optional.empty();
        });
    }

    /** What nobody has asked for. */
    List<VmxEntry> left() {
        return entries.values().stream()
                .filter(entry -> !taken.contains(entry.name()))
                .toList();
    }

    /** Nobody needs those that match any more, and this is why; secrets are told of apart. */
    void leave(Pattern pattern, String why) {
        leave(name -> pattern.matcher(name).matches(), why);
    }

    /** The same of all that is about a device. */
    void leaveDevice(String device, String why) {
        String prefix = device.toLowerCase(Locale.ROOT) + ".";
        leave(name -> name.startsWith(prefix), why);
    }

    private void leave(Predicate<String> keys, String why) {
        entries.forEach((name, entry) -> {
            if (keys.test(name) && !VmxSecrets.holds(name) && taken.add(name)) {
                notes.ofTheSource(entry.setting(), why);
            }
        });
    }
}
