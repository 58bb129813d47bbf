package io.vmloom.coordinator.job;

import java.time.Duration;

/** One row of a batch's report. */
public record ItemReport(ConversionRequest request, ItemOutcome outcome, Duration took) {
    public boolean failed() {
        return outcome instanceof ItemOutcome.Failed;
    }
}
