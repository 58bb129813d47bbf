package io.vmloom.loadtest.bench;

import io.vmloom.cli.report.TextTable;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All results of a benchmark, for people, for documents and for scripts.
 *
 * @param peer its version
 */
record BenchReport(MachineFacts machine, String peer, String image, List<CaseResult> results) {
    private static final List<String> HEADER = List.of(
            "case",
            "s (min/med/max)",
            "against",
            "its s",
            "faster",
            "CPU s",
            "its CPU s",
            "memory",
            "MB/s",
            "bytes",
            "its bytes",
            "size");

    private static final Set<Integer> RIGHT = Set.of(1, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    private static final String NONE = "–";

    BenchReport {
        results = List.copyOf(results);
    }

    List<String> table() {
        return withFacts(rows().lines());
    }

    List<String> markdown() {
        return withFacts(rows().markdown());
    }

    Map<String, Object> json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("machine", machine + ", " + peer);
        tree.put("image", image);
        tree.put("cases", results.stream().map(BenchReport::json).toList());
        return tree;
    }

    private TextTable rows() {
        TextTable table = new TextTable(HEADER, RIGHT);
        results.forEach(result -> table.row(cells(result)));
        return table;
    }

    private List<String> withFacts(List<String> table) {
        List<String> lines = new ArrayList<>(table);
        lines.add("");
        lines.addAll(facts());
        return lines;
    }

    private List<String> facts() {
        return List.of("Machine: " + machine + ", " + peer + ".", "Image: " + image + ".");
    }

    private static Map<String, Object> json(CaseResult result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("case", result.bench().label());
        tree.put("dataBytes", result.dataBytes());
        tree.put("speedup", result.speedup());
        tree.put("vmloom", result.vmloom().stream().map(BenchReport::json).toList());
        tree.put("against", result.bench().trial().peer());
        tree.put("peer", result.peer().stream().map(BenchReport::json).toList());
        return tree;
    }

    private static Map<String, Object> json(Sample sample) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("seconds", sample.seconds());
        tree.put("cpuSeconds", sample.cpuSeconds());
        tree.put("peakBytes", sample.peakBytes());
        tree.put("targetBytes", sample.targetBytes());
        return tree;
    }

    private static List<String> cells(CaseResult result) {
        boolean written = result.vmloomBytes() > 0;
        return List.of(
                result.bench().title(),
                seconds(Series.of(result.vmloom(), Sample::seconds)),
                result.bench().trial().peer(),
                seconds(Series.of(result.peer(), Sample::seconds)),
                format("%.2f ×", result.speedup()),
                format("%.2f", Series.of(result.vmloom(), Sample::cpuSeconds).median()),
                format("%.2f", Series.of(result.peer(), Sample::cpuSeconds).median()),
                memory(Series.of(result.vmloom(), Sample::peakBytes).max()),
                written ? format("%.0f", result.vmloomMegabytesPerSecond()) : NONE,
                written ? ByteSize.format(result.vmloomBytes()) : NONE,
                written ? ByteSize.format(result.peerBytes()) : NONE,
                written ? format("%+.1f %%", 100.0 * result.vmloomBytes() / result.peerBytes() - 100) : NONE);
    }

    private static String memory(double peakBytes) {
        return peakBytes > 0 ? ByteSize.format((long) peakBytes) : NONE;
    }

    private static String seconds(Series series) {
        return String.format(Locale.ROOT, "%.2f / %.2f / %.2f", series.min(), series.median(), series.max());
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
