package io.vmloom.coordinator.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of a table as items. The first row names the columns by the keys of an item, with dots: {@code source.uri},
 * {@code output.options.compress}. An empty cell says nothing.
 *
 * @param columns keys of items by the names that columns have in the file; when there are any, other columns are left out
 */
record CsvNodes(String file, Map<String, String> columns) {
    List<Node> read(byte[] document) {
        return CsvTable.read(file, document).requireColumns(columns.keySet()).rows().stream()
                .map(this::row)
                .toList();
    }

    private Optional<String> key(String column) {
        return columns.isEmpty() ? Optional.of(column) : Optional.ofNullable(columns.get(column));
    }

    private Node row(CsvTable.Row row) {
        Map<String, String> cells = new LinkedHashMap<>();
        row.cells()
                .forEach((column, cell) ->
                        key(column).filter(_ -> !cell.isEmpty()).ifPresent(key -> cells.put(key, cell)));
        return nested(cells, row.position());
    }

    /** Keys with dots in them as mappings in mappings. */
    static Node.Mapping nested(Map<String, String> cells, Position position) {
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
