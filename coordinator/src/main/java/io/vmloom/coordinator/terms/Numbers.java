package io.vmloom.coordinator.terms;

import io.vmloom.error.RequestException;
import io.vmloom.unit.ByteSize;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people write them; {@link RequestException} for what is none. */
public final class Numbers {
    private Numbers() {}

    public static int wholeNumber(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new RequestException("must be a whole number from " + least + " to " + most + ", got: '" + text + "'");
    }

    /** At least one byte, with an optional suffix. */
    public static long bytes(String text) {
        try {
            long bytes = ByteSize.parse(text);
            if (bytes > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new RequestException("must be a size such as 200MiB, got: '" + text + "'");
    }

    /** Such as {@code 500ms}, {@code 90s}, {@code 5m} or {@code 1h30m}. */
    public static Duration duration(String text) {
        try {
            Duration duration = text.matches("[0-9]{1,9}ms")
                    ? Duration.ofMillis(Long.parseLong(text, 0, text.length() - 2, 10))
                    : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new RequestException("must be a time such as 90s, 5m or 1h30m, got: '" + text + "'");
    }

    public static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new RequestException("must be true or false, got: '" + text + "'");
        };
    }
}
