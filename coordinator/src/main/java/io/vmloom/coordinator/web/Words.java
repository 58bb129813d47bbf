package io.vmloom.coordinator.web;

import io.vmloom.unit.ByteSize;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Values of answers as people read them. */
final class Words {
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final String UNKNOWN = "–";

    private Words() {}

    static String bytes(JsonNode value) {
        return value.isNumber() ? ByteSize.format(value.asLong()) : UNKNOWN;
    }

    static String rate(JsonNode value) {
        return value.asLong() > 0 ? ByteSize.format(value.asLong()) + "/s" : UNKNOWN;
    }

    static String duration(JsonNode value) {
        if (!value.isNumber()) {
            return UNKNOWN;
        }
        double seconds = value.asDouble();
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < HOUR
                ? whole / MINUTE + " min " + whole % MINUTE + " s"
                : whole / HOUR + " h " + whole % HOUR / MINUTE + " min";
    }

    static String state(JsonNode value) {
        return value.asString("").toLowerCase(Locale.ROOT);
    }

    /** Done, of what there is. */
    static String part(JsonNode done, JsonNode all) {
        return all.asLong() > 0 ? bytes(done) + " of " + bytes(all) : UNKNOWN;
    }

    /** As one piece of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
