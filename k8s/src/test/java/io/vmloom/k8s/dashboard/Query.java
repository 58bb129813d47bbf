package io.vmloom.k8s.dashboard;

/**
 * What a panel asks Prometheus.
 *
 * @param legend with labels as <code>{{label}}</code>
 */
record Query(String expression, String legend) {
    Query {
        if (expression.isBlank() || legend.isBlank()) {
            throw new IllegalArgumentException("a query must have an expression and a legend, got: " + expression);
        }
    }
}
