package io.vmloom.coordinator.schedule;

import io.vmloom.coordinator.terms.BatchLimits;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.coordinator.terms.TimeWindow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Terms that matter to turns. */
final class TestTerms {
    private TestTerms() {}

    static Share share(String tenant, int priority) {
        return share(tenant, priority, BatchLimits.NONE);
    }

    static Share share(String tenant, int priority, BatchLimits limits, TimeWindow... windows) {
        BatchTerms usual = BatchTerms.of(tenant);
        return new Share(new BatchTerms(
                tenant,
                Optional.empty(),
                new Priority(priority),
                Optional.empty(),
                Map.of(),
                false,
                limits,
                usual.tolerance(),
                usual.retry(),
                List.of(windows),
                Optional.empty(),
                List.of()));
    }
}
