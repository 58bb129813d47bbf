package io.vmloom.format;

import io.vmloom.error.RequestException;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The {@code -o} options of a request, read by kind; every complaint names target, option and what it may be. */
public record TargetOptions(TargetRequest request, String format) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** Refuses options that the format does not have. */
    public TargetOptions requireKnown(Set<String> known) {
        for (String name : new TreeSet<>(request.options().keySet())) {
            if (!known.contains(name)) {
                throw wrong("unknown " + format + " option '" + name + "'; " + names(known));
            }
        }
        return this;
    }

    private static String names(Set<String> known) {
        if (known.isEmpty()) {
            return "it has none but size and align";
        }
        return "known " + (known.size() == 1 ? "is " : "are ") + String.join(", ", new TreeSet<>(known))
                + ", and size and align";
    }

    public boolean has(String name) {
        return request.options().containsKey(name);
    }

    /** A manifest in YAML 1.1 gives {@code on} as {@code true}. */
    public boolean isOn(String name, boolean byDefault) {
        String value = request.options().getOrDefault(name, byDefault ? "on" : "off");
        return switch (value) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw wrong(name + " must be on or off, got: '" + value + "'");
        };
    }

    /** A size that is a power of two; the bounds are included. */
    public int powerOfTwo(String name, long defaultBytes, long leastBytes, long mostBytes) {
        String value = request.options().getOrDefault(name, String.valueOf(defaultBytes));
        long bytes;
        try {
            bytes = ByteSize.parse(value);
        } catch (IllegalArgumentException e) {
            throw wrong(name + ": " + e.getMessage());
        }
        if (bytes < leastBytes || bytes > mostBytes || !Alignment.isPowerOfTwo(bytes)) {
            throw wrong(name + " must be a power of two from " + ByteSize.format(leastBytes) + " to "
                    + ByteSize.format(mostBytes) + ", got: '" + value + "'");
        }
        return Math.toIntExact(bytes);
    }

    /** A whole number; the bounds are included. */
    public int number(String name, int defaultValue, int least, int most) {
        String value = request.options().getOrDefault(name, String.valueOf(defaultValue));
        int number = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw wrong(name + " must be " + least + " to " + most + ", got: '" + value + "'");
        }
        return number;
    }

    public RequestException wrong(String reason) {
        return new RequestException(request.name() + ": " + reason);
    }
}
