package io.vmloom.k8s.dashboard;

import java.util.List;
import java.util.Optional;

/**
 * One page.
 *
 * @param uid by which links find it; never changes
 * @param file without its ending
 * @param variable what one may choose, beside the source of data
 */
record Dashboard(
        String uid, String file, String title, String description, Optional<Variable> variable, List<Panel> panels) {
    Dashboard {
        panels = List.copyOf(panels);
    }

    /** Values of a label of a metric. */
    record Variable(String label, String metric) {}
}
