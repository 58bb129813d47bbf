package io.vmloom.machine.ovf;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts with units of DSP0004, {@code byte * 2^30}, and with the words that came before them. */
final class Units {
    private static final Pattern PRODUCT =
            Pattern.compile("(?:byte|bytes)(?:\\s*\\*\\s*(\\d{1,9})(?:\\s*\\^\\s*(\\d{1,2}))?)?");

    private static final Map<String, Long> WORDS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("kilobytes", 1L << 10),
            Map.entry("kb", 1L << 10),
            Map.entry("megabytes", 1L << 20),
            Map.entry("mb", 1L << 20),
            Map.entry("mib", 1L << 20),
            Map.entry("gigabytes", 1L << 30),
            Map.entry("gb", 1L << 30),
            Map.entry("terabytes", 1L << 40),
            Map.entry("tb", 1L << 40));

    private Units() {}

    /** Empty for what is no amount, or more than a file can have. */
    static OptionalLong bytes(String amount, String unit) {
        if (!amount.matches("\\d{1,19}")) {
            return OptionalLong.empty();
        }
        BigInteger factor = factor(unit.strip().toLowerCase(Locale.ROOT));
        BigInteger bytes = new BigInteger(amount).multiply(factor);
        return bytes.signum() < 0 || factor.signum() == 0 || bytes.bitLength() > 63
                ? OptionalLong.empty()
                : OptionalLong.of(bytes.longValueExact());
    }

    /** Zero for a unit that is not known. */
    private static BigInteger factor(String unit) {
        Long word = WORDS.get(unit);
        if (word != null) {
            return BigInteger.valueOf(word);
        }
        Matcher product = PRODUCT.matcher(unit);
        if (!product.matches()) {
            return BigInteger.ZERO;
        }
        if (product.group(1) == null) {
            return BigInteger.ONE;
        }
        BigInteger base = new BigInteger(product.group(1));
        return product.group(2) == null ? base : base.pow(Integer.parseInt(product.group(2)));
    }
}
