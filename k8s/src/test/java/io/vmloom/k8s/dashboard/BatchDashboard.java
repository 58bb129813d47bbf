package io.vmloom.k8s.dashboard;

import io.vmloom.telemetry.Metric;
import java.util.List;
import java.util.Optional;

/** One batch, chosen by its id. Only the oldest batches of each coordinator are told of one by one. */
final class BatchDashboard {
    private static final String BYTES = Metric.BATCH_BYTES.exposedName();
    private static final String CHOSEN = "batch=~\"$batch\"";
    private static final String DONE = BYTES + "{" + CHOSEN + ",part=\"done\"}";
    private static final String LEFT = BYTES + "{" + CHOSEN + ",part=\"left\"}";
    private static final String RATE = "clamp_min(sum(deriv(" + DONE + "[$__rate_interval])), 0)";
    private static final String ITEMS = Metric.BATCH_ITEMS.exposedName() + "{" + CHOSEN;

    private BatchDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "vmloom-batch",
                "batch",
                "vmloom: one batch",
                "How far a batch is that has not ended, or was when it still had not.",
                Optional.of(new Dashboard.Variable("batch", BYTES)),
                List.of(
                        Panel.stat(
                                "Done",
                                "Of the data that is known; items that nobody has looked at yet are not in it.",
                                Unit.SHARE,
                                "sum(" + DONE + ") / sum(" + BYTES + "{" + CHOSEN + "})"),
                        Panel.stat("Data left", "Of items that have not ended.", Unit.BYTES, "sum(" + LEFT + ")"),
                        Panel.stat(
                                "Done in",
                                "The data that is left at the rate of the last minutes.",
                                Unit.SECONDS,
                                "sum(" + LEFT + ") / " + RATE),
                        Panel.stat("Items", "All items of the batch.", Unit.COUNT, "sum(" + ITEMS + "})"),
                        Panel.stat(
                                "Items that failed",
                                "Why is in the batch's report.",
                                Unit.COUNT,
                                "sum(" + ITEMS + ",state=\"failed\"})"),
                        Panel.stat(
                                "Items not begun",
                                "They wait for their turn.",
                                Unit.COUNT,
                                "sum(" + ITEMS + ",state=\"pending\"})"),
                        Panel.stack(
                                "Data",
                                "Known data of the batch; it grows as metadata of items is read.",
                                Unit.BYTES,
                                new Query("sum by (part) (" + BYTES + "{" + CHOSEN + "})", "{{part}}")),
                        Panel.lines(
                                "Rate",
                                "Data done in each second; what is verified in full counts twice.",
                                Unit.BYTES_PER_SECOND,
                                new Query(RATE, "done")),
                        Panel.stack(
                                "Items by state",
                                "Where the items stand.",
                                Unit.COUNT,
                                new Query("sum by (state) (" + ITEMS + "})", "{{state}}"))));
    }
}
