package io.vmloom.coordinator.job;

import java.time.Duration;

/** One row of a batch's report. */
public record ItemReport(ConversionRequest request, ItemOutcome outcome, Duration took) {
    public boolean failed() {
        return outcome instanceof ItemOutcome.Failed;
    }

    /** Whether there is a target, and zeros in it for what could not be read. */
    public boolean incomplete() {
        return outcome instanceof ItemOutcome.Succeeded done && !done.losses().isEmpty();
    }
}
