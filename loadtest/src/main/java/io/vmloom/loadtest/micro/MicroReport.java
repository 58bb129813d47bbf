package io.vmloom.loadtest.micro;

import io.vmloom.cli.report.TextTable;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.error.InternalException;
import io.vmloom.loadtest.bench.MachineFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All measured loops, for people, for documents, for scripts, and as the baseline of later ones.
 *
 * @param versions of what the numbers depend on besides
 */
record MicroReport(MachineFacts machine, String versions, Effort effort, List<Loop> loops) {
    private static final List<String> HEADER =
            List.of("loop", "speed", "± of it", "µs a call", "µs, fastest tenth", "by", "ratio");

    private static final Set<Integer> RIGHT = Set.of(1, 2, 3, 4, 6);

    MicroReport {
        loops = List.copyOf(loops);
    }

    /** How many times as long as its yardstick's a call of the loop takes, each in its fastest tenth. */
    double ratio(Loop loop) {
        return loop.fastNanos()
                / loops.stream()
                        .filter(other -> other.name().equals(loop.by().loop()))
                        .findFirst()
                        .orElseThrow(() -> new InternalException(loop.by() + " was not measured", null))
                        .fastNanos();
    }

    List<String> table() {
        return withFacts(rows().lines());
    }

    List<String> markdown() {
        return withFacts(rows().markdown());
    }

    /** As JSON; names and units stay, so that it can be a {@link Baseline}. */
    String text() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("machine", machine.toString());
        tree.put("versions", versions);
        tree.put("effort", effort.toString());
        tree.put("loops", loops.stream().map(this::json).toList());
        return ReportJson.text(tree);
    }

    private Map<String, Object> json(Loop loop) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(Baseline.LOOP, loop.name());
        tree.put("amount", loop.amount());
        tree.put("unit", loop.unit());
        tree.put("perSecond", Math.round(loop.perSecond()));
        tree.put("errorPercent", rounded(loop.errorPercent()));
        tree.put("callMicros", rounded(loop.meanNanos() / 1e3));
        tree.put("fastestTenthMicros", rounded(loop.fastNanos() / 1e3));
        tree.put("by", loop.by().name());
        tree.put(Baseline.RATIO, rounded(ratio(loop)));
        tree.put(Baseline.FACTOR, Baseline.USUAL_FACTOR);
        return tree;
    }

    private TextTable rows() {
        TextTable table = new TextTable(HEADER, RIGHT);
        loops.forEach(loop -> table.row(cells(loop)));
        return table;
    }

    private List<String> withFacts(List<String> table) {
        return Stream.concat(table.stream(), Stream.of("", facts())).toList();
    }

    private String facts() {
        return "Machine: " + machine + ". " + versions + ". Each loop: " + effort + ".";
    }

    private List<String> cells(Loop loop) {
        return List.of(
                loop.name(),
                loop.speed(),
                format("%.1f %%", loop.errorPercent()),
                format("%.1f", loop.meanNanos() / 1e3),
                format("%.1f", loop.fastNanos() / 1e3),
                loop.by().label(),
                format("%.3f", ratio(loop)));
    }

    /** Four digits; JSON has no number for what is none. */
    private static double rounded(double value) {
        return Double.isFinite(value) ? Double.parseDouble(format("%.3e", value)) : 0;
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
