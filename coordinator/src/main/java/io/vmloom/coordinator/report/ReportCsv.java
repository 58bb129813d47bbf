package io.vmloom.coordinator.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Items as comma-separated values, a header first; columns are the names of {@link ReportJson}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
public final class ReportCsv {
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
            "message",
            "makes",
            "disks"));

    private ReportCsv() {}

    public static String text(List<Map<String, Object>> items) {
        StringBuilder text = new StringBuilder();
        try {
            write(items.stream(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes row by row. */
    static void write(Stream<Map<String, Object>> items, Appendable text) throws IOException {
        CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180);
        printer.printRecord(COLUMNS);
        for (Map<String, Object> item : (Iterable<Map<String, Object>>) items::iterator) {
            printer.printRecord(COLUMNS.stream().map(column -> item.getOrDefault(column, "")));
        }
    }
}
