package io.vmloom.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns as wide as their longest cell, two spaces apart. */
public final class TextTable {
    private final List<String> header;
    private final Set<Integer> rightAligned;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(List<String> header, Set<Integer> rightAligned) {
        this.header = List.copyOf(header);
        this.rightAligned = Set.copyOf(rightAligned);
    }

    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    public List<String> lines() {
        int[] widths = new int[header.size()];
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        for (List<String> cells : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        }
        return all.stream().map(cells -> line(cells, widths)).toList();
    }

    /** The same for documents. */
    public List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(cells(header));
        lines.add("|"
                + IntStream.range(0, header.size())
                        .mapToObj(i -> rightAligned.contains(i) ? "--:|" : "---|")
                        .collect(Collectors.joining()));
        rows.forEach(row -> lines.add(cells(row)));
        return lines;
    }

    private static String cells(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String fill = " ".repeat(widths[i] - cells.get(i).length());
            line.append(rightAligned.contains(i) ? fill + cells.get(i) : cells.get(i) + fill);
            line.append("  ");
        }
        return line.toString().stripTrailing();
    }
}
