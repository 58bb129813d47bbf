package io.vmloom.k8s.dashboard;

import static io.vmloom.k8s.dashboard.Expressions.COORDINATORS;
import static io.vmloom.k8s.dashboard.Expressions.rate;
import static io.vmloom.k8s.dashboard.Expressions.rateBy;
import static io.vmloom.k8s.dashboard.Expressions.sum;

import io.vmloom.telemetry.Metric;
import java.util.List;
import java.util.Optional;

/** What goes through Kafka and S3, as vmloom sees it; brokers and stores have dashboards of their own. */
final class KafkaAndS3Dashboard {
    private KafkaAndS3Dashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "vmloom-kafka-s3",
                "kafka-and-s3",
                "vmloom: Kafka and S3",
                "Messages and requests of coordinators and workers, and how many of them come to nothing.",
                Optional.empty(),
                List.of(
                        Panel.stat(
                                "Partitions of the state",
                                "All coordinators together have 64; fewer while they are divided anew.",
                                Unit.COUNT,
                                sum(Metric.PARTITIONS)),
                        Panel.stat(
                                "Coordinators up",
                                "That answer when they are scraped.",
                                Unit.COUNT,
                                "sum(up{" + COORDINATORS + "})"),
                        Panel.stat(
                                "Tasks that wait",
                                "In the queue, for a slot.",
                                Unit.COUNT,
                                "clamp_min(" + sum(Metric.TASK_BACKLOG) + " - " + sum(Metric.IN_FLIGHT) + ", 0)"),
                        Panel.stat(
                                "S3 errors",
                                "Of all answers and silences; what is not there (404) is one of them.",
                                Unit.SHARE,
                                rate(Metric.STORE_ERRORS) + " / " + rate(Metric.STORE_ANSWERS)),
                        Panel.lines(
                                "Partitions by coordinator",
                                "Who sees to how many.",
                                Unit.COUNT,
                                new Query(Metric.PARTITIONS.exposedName(), "{{instance}}")),
                        Panel.lines(
                                "Messages",
                                "Tasks given out by coordinators, taken by workers, and results that came back.",
                                Unit.PER_SECOND,
                                new Query(rate(Metric.TASK_ATTEMPTS), "given out"),
                                new Query(rate(Metric.DELIVERIES), "taken"),
                                new Query(rate(Metric.TASK_RESULTS), "results")),
                        Panel.lines(
                                "Tasks given out again",
                                "After a failure, or because nobody answered in time.",
                                Unit.PER_SECOND,
                                new Query(rateBy("kind", Metric.TASK_RETRIES), "{{kind}}")),
                        Panel.lines(
                                "Deliveries of a task",
                                "How often workers take a task; more than once when the one that had it is gone.",
                                Unit.COUNT,
                                new Query(rate(Metric.DELIVERIES) + " / " + rate(Metric.TASK_ATTEMPTS), "deliveries")),
                        Panel.stack(
                                "S3 answers",
                                "Of any status, by who asked.",
                                Unit.PER_SECOND,
                                new Query(rateBy("job", Metric.STORE_ANSWERS), "{{job}}")),
                        Panel.stack(
                                "S3 errors by status",
                                "404 and 412 are usual answers to whoever looks whether something is there; 503 means slow down.",
                                Unit.PER_SECOND,
                                new Query(rateBy("code", Metric.STORE_ERRORS), "{{code}}")),
                        Panel.lines(
                                "S3 traffic of workers",
                                "Bytes read from sources and written to targets.",
                                Unit.BYTES_PER_SECOND,
                                new Query(rate(Metric.READ_BYTES), "read"),
                                new Query(rate(Metric.WRITTEN_BYTES), "written")),
                        Panel.lines(
                                "Bytes of an S3 answer",
                                "On average, in both directions; small ones cost requests and not bandwidth.",
                                Unit.BYTES,
                                new Query(
                                        "(" + rate(Metric.READ_BYTES) + " + " + rate(Metric.WRITTEN_BYTES) + ") / "
                                                + rate(Metric.STORE_ANSWERS),
                                        "bytes"))));
    }
}
