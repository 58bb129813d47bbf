package io.vmloom.machine.xen;

import io.vmloom.error.RequestException;
import java.util.List;
import java.util.stream.Collectors;

/** An xl configuration while it is written. Its strings know no escapes: they stand between quotes that they do not hold. */
final class XlLines {
    private final StringBuilder text = new StringBuilder();

    XlLines number(String key, long value) {
        text.append(key).append(" = ").append(value).append('\n');
        return this;
    }

    XlLines string(String key, String value) {
        text.append(key).append(" = ").append(quoted(key, value)).append('\n');
        return this;
    }

    XlLines list(String key, List<String> values) {
        if (!values.isEmpty()) {
            text.append(key)
                    .append(values.stream()
                            .map(value -> quoted(key, value))
                            .collect(Collectors.joining(",\n    ", " = [\n    ", ",\n]\n")));
        }
        return this;
    }

    XlLines comment(String line) {
        text.append("# ").append(line.replaceAll("\\p{Cntrl}", " ")).append('\n');
        return this;
    }

    String text() {
        return text.toString();
    }

    private static String quoted(String key, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f) || (value.contains("\"") && value.contains("'"))) {
            throw new RequestException(
                    "'" + key + "' can not be said to xl, whose strings have neither control characters"
                            + " nor both kinds of quotes, got: " + value.replaceAll("\\p{Cntrl}", "?")
                            + "; name it differently");
        }
        return value.contains("\"") ? "'" + value + "'" : "\"" + value + "\"";
    }
}
