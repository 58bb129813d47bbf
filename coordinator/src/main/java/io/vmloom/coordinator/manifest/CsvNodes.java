package io.vmloom.coordinator.manifest;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Rows of comma-separated values as items. The first row names the columns by the keys of an item, with dots:
 * {@code source.uri}, {@code output.options.compress}. An empty cell says nothing.
 *
 * @param columns keys of items by the names that columns have in the file; when there are any, other columns are left out
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
record CsvNodes(String file, Map<String, String> columns) {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
            .get();
    private static final char BYTE_ORDER_MARK = '\ufeff';

    List<Node> read(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
            requireColumns(parser.getHeaderNames());
            List<Node> rows = new ArrayList<>();
            long line = parser.getCurrentLineNumber();
            for (CSVRecord row : parser) {
                rows.add(row(row, new Position(file, Math.toIntExact(line + 1), 1)));
                line = parser.getCurrentLineNumber();
            }
            return rows;
        } catch (IllegalArgumentException | CSVException e) {
            throw new Position(file, 1, 1).refuse(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw new Position(file, 1, 1).refuse(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireColumns(List<String> header) {
        columns.keySet().stream()
                .filter(name -> !header.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new Position(file, 1, 1)
                            .refuse("has no column '" + name + "'; its columns are " + String.join(", ", header));
                });
    }

    private Optional<String> key(String column) {
        return columns.isEmpty() ? Optional.of(column) : Optional.ofNullable(columns.get(column));
    }

    private Node row(CSVRecord row, Position position) {
        Map<String, String> cells = new LinkedHashMap<>();
        row.toMap()
                .forEach((column, cell) ->
                        key(column).filter(_ -> !cell.isEmpty()).ifPresent(key -> cells.put(key, cell)));
        return nested(cells, position);
    }

    /** Keys with dots in them as mappings in mappings. */
    private static Node nested(Map<String, String> cells, Position position) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        Map<String, Map<String, String>> inner = new LinkedHashMap<>();
        cells.forEach((key, cell) -> {
            int dot = key.indexOf('.');
            if (dot < 0) {
                entries.put(key, new Node.Entry(position, new Node.Scalar(position, cell)));
            } else {
                inner.computeIfAbsent(key.substring(0, dot), _ -> new LinkedHashMap<>())
                        .put(key.substring(dot + 1), cell);
            }
        });
        inner.forEach((key, below) -> {
            if (entries.put(key, new Node.Entry(position, nested(below, position))) != null) {
                throw position.refuse("the columns '" + key + "' and '" + key + ".…' can not stand together");
            }
        });
        return new Node.Mapping(position, entries);
    }
}
