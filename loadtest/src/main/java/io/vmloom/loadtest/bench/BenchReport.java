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
            "vmloom s (min/med/max)",
            "qemu-img s (min/med/max)",
            "faster",
            "CPU s",
            "qemu-img CPU s",
            "MB/s",
            "bytes",
            "qemu-img bytes",
            "size");

    private static final Set<Integer> RIGHT = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

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
        tree.put("qemuImg", result.peer().stream().map(BenchReport::json).toList());
        return tree;
    }

    private static Map<String, Object> json(Sample sample) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("seconds", sample.seconds());
        tree.put("cpuSeconds", sample.cpuSeconds());
        tree.put("targetBytes", sample.targetBytes());
        return tree;
    }

    private static List<String> cells(CaseResult result) {
        return List.of(
                result.bench().title(),
                seconds(Series.of(result.vmloom(), Sample::seconds)),
                seconds(Series.of(result.peer(), Sample::seconds)),
                format("%.2f ×", result.speedup()),
                format("%.1f", Series.of(result.vmloom(), Sample::cpuSeconds).median()),
                format("%.1f", Series.of(result.peer(), Sample::cpuSeconds).median()),
                format("%.0f", result.vmloomMegabytesPerSecond()),
                ByteSize.format(result.vmloomBytes()),
                ByteSize.format(result.peerBytes()),
                format("%+.1f %%", 100.0 * result.vmloomBytes() / result.peerBytes() - 100));
    }

    private static String seconds(Series series) {
        return String.format(Locale.ROOT, "%.1f / %.1f / %.1f", series.min(), series.median(), series.max());
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
