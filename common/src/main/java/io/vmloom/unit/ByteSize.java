package io.vmloom.unit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Byte counts as people write them: {@code 512}, {@code 64k}, {@code 10 GiB}; every suffix is a power of 1024, as in qemu-img. */
public final class ByteSize {
    public static final long KIB = 1L << 10;
    public static final long MIB = 1L << 20;
    public static final long GIB = 1L << 30;
    public static final long TIB = 1L << 40;

    private static final Pattern SYNTAX =
            Pattern.compile("(\\d{1,19})\\s*(?:([kmgtpe])i?)?b?", Pattern.CASE_INSENSITIVE);
    private static final String SUFFIXES = "kmgtpe";

    private ByteSize() {}

    /** Parses a whole number with an optional suffix; throws {@link IllegalArgumentException} that quotes the text. */
    public static long parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a size: '" + text + "'; write a whole number such as 512, 64k or 10GiB");
        }
        String suffix = matcher.group(2);
        long factor = suffix == null ? 1 : 1L << (10 * (SUFFIXES.indexOf(suffix.toLowerCase(Locale.ROOT)) + 1));
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("size too large: '" + text + "'; the limit is 8 EiB", e);
        }
    }

    /** A short human form with one decimal, such as {@code 1.5 GiB}. */
    public static String format(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        int power = Math.min((63 - Long.numberOfLeadingZeros(bytes)) / 10, SUFFIXES.length());
        double value = bytes / (double) (1L << (10 * power));
        if (Math.round(10 * value) >= 10 * KIB && power < SUFFIXES.length()) {
            power++;
            value /= KIB;
        }
        return String.format(
                Locale.ROOT,
                "%.1f %siB",
                value,
                SUFFIXES.substring(power - 1, power).toUpperCase(Locale.ROOT));
    }
}
