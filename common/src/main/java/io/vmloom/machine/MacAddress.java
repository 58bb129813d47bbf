package io.vmloom.machine;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An Ethernet address of one station, as {@code 52:54:00:12:34:56}. */
public record MacAddress(String text) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f][02468ace](:[0-9a-f]{2}){5}");
    private static final Pattern PAIR = Pattern.compile("(?<=\\G[0-9a-f]{2})(?!$)");

    public MacAddress {
        Machine.require(
                FORM.matcher(text).matches(),
                "a MAC address must be six pairs of hexadecimal digits and not be a group's, got: " + text);
    }

    /** Reads pairs with colons, hyphens or nothing between them; empty for anything else, and for a group's address. */
    public static Optional<MacAddress> parse(String text) {
        String digits = text.strip().toLowerCase(Locale.ROOT).replace(":", "").replace("-", "");
        if (digits.length() != 12) {
            return Optional.empty();
        }
        String colons = PAIR.matcher(digits).replaceAll(":");
        return FORM.matcher(colons).matches() ? Optional.of(new MacAddress(colons)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
