package io.vmloom.coordinator.app;

/**
 * How much a service does at once, and how much it remembers.
 *
 * @param concurrentBatches batches under way; others wait for their turn
 * @param concurrentItems items of one batch under way
 * @param keptBatches batches that can still be asked for after their end
 */
public record ServiceLimits(int concurrentBatches, int concurrentItems, int keptBatches) {
    public ServiceLimits {
        if (concurrentBatches < 1 || concurrentItems < 1 || keptBatches < 0) {
            throw new IllegalArgumentException("limits of the service must be positive, got: " + concurrentBatches
                    + " batches, " + concurrentItems + " items, " + keptBatches + " kept");
        }
    }
}
