package io.vmloom.k8s.dashboard;

import static io.vmloom.k8s.dashboard.Expressions.PROCESSES;
import static io.vmloom.k8s.dashboard.Expressions.WORKERS;
import static io.vmloom.k8s.dashboard.Expressions.rateBy;
import static io.vmloom.k8s.dashboard.Expressions.rateOf;
import static io.vmloom.k8s.dashboard.Expressions.sumBy;

import io.vmloom.telemetry.Metric;
import java.util.List;
import java.util.Optional;

/** Whether workers are well, each by itself. */
final class WorkersDashboard {
    private static final String INSTANCE = "{{instance}}";

    private WorkersDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "vmloom-workers",
                "workers",
                "vmloom: worker health",
                "Load, memory and outcomes of each worker.",
                Optional.empty(),
                List.of(
                        Panel.stat(
                                "Workers up",
                                "That answer when they are scraped.",
                                Unit.COUNT,
                                "sum(up{" + WORKERS + "})"),
                        Panel.stat(
                                "Workers that do not answer",
                                "They are known and can not be scraped.",
                                Unit.COUNT,
                                "count(up{" + WORKERS + "}) - sum(up{" + WORKERS + "})"),
                        Panel.stat(
                                "Slots",
                                "Tasks that all workers can run at once.",
                                Unit.COUNT,
                                "sum(" + Metric.SLOTS.exposedName() + ")"),
                        Panel.lines(
                                "Slots in use",
                                "Of the slots of each worker.",
                                Unit.SHARE,
                                new Query(
                                        sumBy("instance", Metric.IN_FLIGHT) + " / " + sumBy("instance", Metric.SLOTS),
                                        INSTANCE)),
                        Panel.lines(
                                "Time of a task",
                                "On average, by kind.",
                                Unit.SECONDS,
                                new Query(
                                        rateBy("kind", Metric.TASK_SECONDS) + " / " + rateBy("kind", Metric.DELIVERIES),
                                        "{{kind}}")),
                        Panel.stack(
                                "Guest bytes by worker",
                                "Holes included.",
                                Unit.BYTES_PER_SECOND,
                                new Query(rateBy("instance", Metric.GUEST_BYTES), INSTANCE)),
                        Panel.lines(
                                "Tasks taken and ended",
                                "They run apart while tasks take long, and for good when workers end before their tasks.",
                                Unit.PER_SECOND,
                                new Query(rateBy("kind", Metric.DELIVERIES), "{{kind}} taken"),
                                new Query(rateBy("kind", Metric.TASKS), "{{kind}} ended")),
                        Panel.stack(
                                "Outcomes",
                                "\"done\", or the code of the error that a task ended with.",
                                Unit.PER_SECOND,
                                new Query(rateBy("outcome", Metric.TASKS), "{{outcome}}")),
                        Panel.lines(
                                "Processor",
                                "Cores that each process uses.",
                                Unit.SECONDS_PER_SECOND,
                                new Query(rateOf("process_cpu_seconds_total{" + PROCESSES + "}"), INSTANCE)),
                        Panel.lines(
                                "Heap in use",
                                "Of the largest that it may become. Saws are usual; a line at the top is not.",
                                Unit.SHARE,
                                new Query(
                                        "jvm_memory_bytes_used{area=\"heap\"," + PROCESSES
                                                + "} / jvm_memory_bytes_max{area=\"heap\"," + PROCESSES + "}",
                                        INSTANCE)),
                        Panel.lines(
                                "Memory",
                                "Of the whole process, which its container limits.",
                                Unit.BYTES,
                                new Query("process_resident_memory_bytes{" + PROCESSES + "}", INSTANCE)),
                        Panel.lines(
                                "Time in garbage collection",
                                "Of each second; collectors that run beside the program included.",
                                Unit.SHARE,
                                new Query(
                                        "sum by (instance) ("
                                                + rateOf("jvm_gc_collection_seconds_sum{" + PROCESSES + "}") + ")",
                                        INSTANCE)),
                        Panel.lines(
                                "Skipped zeros",
                                "Of the guest bytes, those that a source's metadata says are zeros.",
                                Unit.SHARE,
                                new Query(
                                        rateBy("instance", Metric.ZERO_BYTES) + " / "
                                                + rateBy("instance", Metric.GUEST_BYTES),
                                        INSTANCE)),
                        Panel.lines(
                                "Kept units",
                                "Compressed units in a second that were taken over from the source as they are.",
                                Unit.PER_SECOND,
                                new Query(rateBy("encoder", Metric.KEPT_UNITS), "{{encoder}}"))));
    }
}
