package io.vmloom.k8s.dashboard;

import static io.vmloom.k8s.dashboard.Expressions.rate;
import static io.vmloom.k8s.dashboard.Expressions.rateBy;
import static io.vmloom.k8s.dashboard.Expressions.rateOf;
import static io.vmloom.k8s.dashboard.Expressions.sum;
import static io.vmloom.k8s.dashboard.Expressions.sumBy;

import io.vmloom.telemetry.Metric;
import java.util.List;
import java.util.Optional;

/** How much is done, how much is left, and by how many. */
final class FleetDashboard {
    /** Tasks for each worker that the autoscaler wants: its {@code threshold}. */
    static final int TASKS_PER_WORKER = 3;

    private static final String CONVERTED =
            "sum(" + rateOf(Metric.STAGE_BYTES.exposedName() + "{stage=\"converting\"}") + ")";

    private FleetDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "vmloom-fleet",
                "fleet",
                "vmloom: fleet",
                "Throughput, backlog and the number of workers of a whole installation.",
                Optional.empty(),
                List.of(
                        Panel.stat(
                                "Batches under way",
                                "Batches that have not ended, whatever their state.",
                                Unit.COUNT,
                                sum(Metric.BATCHES)),
                        Panel.stat(
                                "Data left",
                                "Data of items whose metadata has been read; items that wait for their turn are not in it.",
                                Unit.BYTES,
                                sum(Metric.BACKLOG_BYTES)),
                        Panel.stat(
                                "Done in",
                                "The data that is left at the rate of the last minutes.",
                                Unit.SECONDS,
                                sum(Metric.BACKLOG_BYTES) + " / " + CONVERTED),
                        Panel.stat(
                                "Workers",
                                "Workers that are scraped.",
                                Unit.COUNT,
                                "count(" + Metric.SLOTS.exposedName() + ")"),
                        Panel.stat(
                                "Slots in use",
                                "Of all slots of all workers, those that have a task.",
                                Unit.SHARE,
                                sum(Metric.IN_FLIGHT) + " / " + sum(Metric.SLOTS)),
                        Panel.stat(
                                "Items that failed",
                                "In the time that the dashboard shows.",
                                Unit.COUNT,
                                "sum(increase(" + Metric.ITEMS_ENDED.exposedName() + "{state=\"failed\"}[$__range]))"),
                        Panel.lines(
                                "Throughput",
                                "Guest disks as they were gone through, holes included, and bytes read from sources and written"
                                        + " to targets.",
                                Unit.BYTES_PER_SECOND,
                                new Query(rate(Metric.GUEST_BYTES), "guest"),
                                new Query(rate(Metric.READ_BYTES), "read"),
                                new Query(rate(Metric.WRITTEN_BYTES), "written")),
                        Panel.stack(
                                "Converted data by target format",
                                "Bytes of data that items finished in their conversion.",
                                Unit.BYTES_PER_SECOND,
                                new Query(
                                        "sum by (format) ("
                                                + rateOf(Metric.STAGE_BYTES.exposedName() + "{stage=\"converting\"}")
                                                + ")",
                                        "{{format}}")),
                        Panel.lines(
                                "Workers and what the autoscaler wants",
                                "Tasks that are out, divided by " + TASKS_PER_WORKER
                                        + " for each worker, are the workers wanted. Limits and slow shrinking are the"
                                        + " autoscaler's own.",
                                Unit.COUNT,
                                new Query("count(" + Metric.SLOTS.exposedName() + ")", "workers"),
                                new Query(
                                        "ceil(" + sum(Metric.TASK_BACKLOG) + " / " + TASKS_PER_WORKER + ")",
                                        "wanted for the tasks that are out")),
                        Panel.lines(
                                "Tasks",
                                "Tasks that are out, those of them that run, and the slots there are.",
                                Unit.COUNT,
                                new Query(sum(Metric.TASK_BACKLOG), "waiting and running"),
                                new Query(sum(Metric.IN_FLIGHT), "running"),
                                new Query(sum(Metric.SLOTS), "slots")),
                        Panel.stack(
                                "Tasks done",
                                "Tasks that ended on workers, by kind and outcome.",
                                Unit.PER_SECOND,
                                new Query(rateBy("kind, outcome", Metric.TASKS), "{{kind}} {{outcome}}")),
                        Panel.stack(
                                "Items by state",
                                "Items of batches that have not ended.",
                                Unit.COUNT,
                                new Query(sumBy("state", Metric.ITEMS), "{{state}}")),
                        Panel.stack(
                                "Items that ended",
                                "By how they did.",
                                Unit.PER_SECOND,
                                new Query(rateBy("state", Metric.ITEMS_ENDED), "{{state}}")),
                        Panel.stack(
                                "Where items spend their time",
                                "Items that are in each stage, on average: seconds spent there in each second.",
                                Unit.SECONDS_PER_SECOND,
                                new Query(rateBy("stage", Metric.STAGE_SECONDS), "{{stage}}"))));
    }
}
