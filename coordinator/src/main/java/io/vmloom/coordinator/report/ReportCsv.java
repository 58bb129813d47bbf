package io.vmloom.coordinator.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Items as comma-separated values, a header first; columns are the names of {@link ReportJson}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
public final class ReportCsv {
    private static final String LINE_END = "\r\n";

    /** Of an item however it ended; a column that does not apply is empty. */
    private static final Set<String> COLUMNS = new LinkedHashSet<>(List.of(
            "name",
            "state",
            "source",
            "target",
            "sourceFormat",
            "targetFormat",
            "sourceBytes",
            "virtualBytes",
            "dataBytes",
            "targetBytes",
            "digest",
            "verified",
            "weakSourceIdentity",
            "ranges",
            "retries",
            "lostBytes",
            "lostRanges",
            "seconds",
            "code",
            "message"));

    private ReportCsv() {}

    public static String text(List<Map<String, Object>> items) {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append(LINE_END);
        for (Map<String, Object> item : items) {
            text.append(COLUMNS.stream()
                            .map(column -> quoted(String.valueOf(item.getOrDefault(column, ""))))
                            .collect(Collectors.joining(",")))
                    .append(LINE_END);
        }
        return text.toString();
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
