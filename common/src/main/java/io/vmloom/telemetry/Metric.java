package io.vmloom.telemetry;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Every metric that vmloom itself exposes. Names and labels are a contract with dashboards, alerts and scalers. */
public enum Metric {
    BATCHES(Kind.GAUGE, "vmloom_batches", "Batches that have not ended, by state.", Side.COORDINATOR, "state"),
    ITEMS(Kind.GAUGE, "vmloom_items", "Items of batches that have not ended, by state.", Side.COORDINATOR, "state"),
    ITEMS_ENDED(
            Kind.COUNTER, "vmloom_items_ended_total", "Items that ended, by how they did.", Side.COORDINATOR, "state"),
    STAGE_BYTES(
            Kind.COUNTER,
            "vmloom_stage_bytes_total",
            "Bytes of data that items finished, by stage and target format.",
            Side.COORDINATOR,
            "stage",
            "format"),
    STAGE_SECONDS(
            Kind.COUNTER,
            "vmloom_stage_seconds_total",
            "Time that items spent, by stage and target format; items side by side add up.",
            Side.COORDINATOR,
            "stage",
            "format"),
    TASK_ATTEMPTS(
            Kind.COUNTER,
            "vmloom_task_attempts_total",
            "Attempts that were given out, the first ones included.",
            Side.COORDINATOR,
            "kind"),
    TASK_RETRIES(
            Kind.COUNTER,
            "vmloom_task_retries_total",
            "Attempts after the first one of a task.",
            Side.COORDINATOR,
            "kind"),
    TASK_RESULTS(
            Kind.COUNTER,
            "vmloom_task_results_total",
            "Results that came of items under way, doubled ones included.",
            Side.COORDINATOR,
            "kind",
            "outcome"),
    TASK_BACKLOG(
            Kind.GAUGE,
            "vmloom_task_backlog",
            "Tasks that are given out and not done: those that wait and those that run.",
            Side.COORDINATOR),
    BACKLOG_BYTES(
            Kind.GAUGE,
            "vmloom_backlog_bytes",
            "Bytes of data that are left of items whose metadata has been read, paused ones included.",
            Side.COORDINATOR),
    PARTITIONS(
            Kind.GAUGE,
            "vmloom_state_partitions",
            "Parts of the batches, of 64, that this coordinator sees to; all coordinators together have each once.",
            Side.COORDINATOR),
    BATCH_BYTES(
            Kind.GAUGE,
            "vmloom_batch_bytes",
            "Bytes of data of a batch that has not ended, done and left, as far as metadata has been read.",
            Side.COORDINATOR,
            "batch",
            "name",
            "part"),
    BATCH_ITEMS(
            Kind.GAUGE,
            "vmloom_batch_items",
            "Items of a batch that has not ended, by state.",
            Side.COORDINATOR,
            "batch",
            "name",
            "state"),
    DELIVERIES(
            Kind.COUNTER,
            "vmloom_worker_deliveries_total",
            "Tasks that were taken from the queue.",
            Side.WORKER,
            "kind"),
    TASKS(
            Kind.COUNTER,
            "vmloom_worker_tasks_total",
            "Tasks that ended here, by how they did.",
            Side.WORKER,
            "kind",
            "outcome"),
    TASK_SECONDS(Kind.COUNTER, "vmloom_worker_task_seconds_total", "Time that tasks took.", Side.WORKER, "kind"),
    IN_FLIGHT(Kind.GAUGE, "vmloom_worker_tasks_in_flight", "Tasks that run here now.", Side.WORKER),
    SLOTS(Kind.GAUGE, "vmloom_worker_slots", "Tasks that can run here at once.", Side.WORKER),
    READ_BYTES(
            Kind.COUNTER,
            "vmloom_worker_read_bytes_total",
            "Bytes that were read from source files.",
            Side.WORKER,
            "kind"),
    GUEST_BYTES(
            Kind.COUNTER,
            "vmloom_worker_guest_bytes_total",
            "Bytes of guest disks that were gone through, holes included.",
            Side.WORKER,
            "kind"),
    ZERO_BYTES(
            Kind.COUNTER,
            "vmloom_worker_zero_bytes_total",
            "Bytes of guest disks that are zeros by the source's metadata, and were skipped.",
            Side.WORKER,
            "kind"),
    WRITTEN_BYTES(
            Kind.COUNTER,
            "vmloom_worker_written_bytes_total",
            "Bytes of targets that were encoded and stored.",
            Side.WORKER,
            "encoder"),
    KEPT_UNITS(
            Kind.COUNTER,
            "vmloom_worker_kept_units_total",
            "Units of targets that are as the source stores them, compressed.",
            Side.WORKER,
            "encoder"),
    STORE_ERRORS(
            Kind.COUNTER,
            "vmloom_s3_errors_total",
            "Requests to S3 that were not granted, repeated ones included, by HTTP status; 'none' without an answer.",
            EnumSet.allOf(Side.class),
            "code"),
    STORE_ANSWERS(
            Kind.COUNTER,
            "vmloom_s3_answers_total",
            "Answers of S3, of every attempt and status.",
            EnumSet.allOf(Side.class));

    /** How a metric moves. */
    public enum Kind {
        /** Only upwards. */
        COUNTER,
        GAUGE
    }

    private final Kind kind;
    private final String exposedName;
    private final String help;
    private final Set<Side> sides;
    private final List<String> labels;

    Metric(Kind kind, String exposedName, String help, Side side, String... labels) {
        this(kind, exposedName, help, EnumSet.of(side), labels);
    }

    Metric(Kind kind, String exposedName, String help, Set<Side> sides, String... labels) {
        this.kind = kind;
        this.exposedName = exposedName;
        this.help = help;
        this.sides = sides;
        this.labels = List.of(labels);
    }

    public Kind kind() {
        return kind;
    }

    /** As Prometheus knows it. */
    public String exposedName() {
        return exposedName;
    }

    public String help() {
        return help;
    }

    public boolean on(Side side) {
        return sides.contains(side);
    }

    public List<String> labels() {
        return labels;
    }
}
