package io.vmloom.k8s.dashboard;

import java.util.List;

/** All there are. */
final class Dashboards {
    private Dashboards() {}

    static List<Dashboard> all() {
        return List.of(
                FleetDashboard.dashboard(),
                BatchDashboard.dashboard(),
                WorkersDashboard.dashboard(),
                KafkaAndS3Dashboard.dashboard());
    }
}
