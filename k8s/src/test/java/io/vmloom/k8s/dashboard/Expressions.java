package io.vmloom.k8s.dashboard;

import io.vmloom.telemetry.Metric;

/** Queries of the forms that occur again and again. */
final class Expressions {
    /** As both the operator and a plain configuration name them. */
    static final String COORDINATORS = "job=~\".*vmloom-coordinator\"";

    static final String WORKERS = "job=~\".*vmloom-worker\"";
    static final String PROCESSES = "job=~\".*vmloom-(coordinator|worker)\"";

    private Expressions() {}

    static String sum(Metric metric) {
        return "sum(" + metric.exposedName() + ")";
    }

    static String sumBy(String labels, Metric metric) {
        return "sum by (" + labels + ") (" + metric.exposedName() + ")";
    }

    /** Over the window that Grafana finds right for the picture. */
    static String rate(Metric metric) {
        return "sum(" + rateOf(metric.exposedName()) + ")";
    }

    static String rateBy(String labels, Metric metric) {
        return "sum by (" + labels + ") (" + rateOf(metric.exposedName()) + ")";
    }

    static String rateOf(String selector) {
        return "rate(" + selector + "[$__rate_interval])";
    }
}
