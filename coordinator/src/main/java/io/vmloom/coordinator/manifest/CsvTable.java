package io.vmloom.coordinator.manifest;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Comma-separated values whose first row names the columns.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
record CsvTable(String file, List<String> columns, List<Row> rows) {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
            .get();
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** @param cells by column */
    record Row(Position position, Map<String, String> cells) {}

    /** Throws {@link io.vmloom.error.RequestException} for what is no table. */
    static CsvTable read(String file, byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
            List<Row> rows = new ArrayList<>();
            long line = parser.getCurrentLineNumber();
            for (CSVRecord row : parser) {
                rows.add(new Row(new Position(file, Math.toIntExact(line + 1), 1), row.toMap()));
                line = parser.getCurrentLineNumber();
            }
            return new CsvTable(file, parser.getHeaderNames(), rows);
        } catch (IllegalArgumentException | CSVException | UncheckedIOException e) {
            throw new Position(file, 1, 1).refuse(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses a table that lacks one of these. */
    CsvTable requireColumns(Iterable<String> names) {
        for (String name : names) {
            if (!columns.contains(name)) {
                throw new Position(file, 1, 1)
                        .refuse("has no column '" + name + "'; its columns are " + String.join(", ", columns));
            }
        }
        return this;
    }
}
