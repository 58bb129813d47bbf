package io.vmloom.coordinator.app;

/**
 * How much a service remembers and takes.
 *
 * @param openBatches batches that have not ended; more are refused
 * @param keptBatches batches that can still be asked for after their end
 */
public record ServiceLimits(int openBatches, int keptBatches) {
    public ServiceLimits {
        if (openBatches < 1 || keptBatches < 0) {
            throw new IllegalArgumentException(
                    "limits of the service must be positive, got: " + openBatches + " open, " + keptBatches + " kept");
        }
    }
}
