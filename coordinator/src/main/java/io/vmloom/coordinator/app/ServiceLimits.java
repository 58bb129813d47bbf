package io.vmloom.coordinator.app;

import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much a service remembers and takes.
 *
 * @param openBatches batches that have not ended; more are refused
 * @param keptBatches batches that can still be asked for after their end
 * @param keptFor how long after their end at most
 */
public record ServiceLimits(int openBatches, int keptBatches, Optional<Duration> keptFor) {
    public ServiceLimits {
        if (openBatches < 1 || keptBatches < 0) {
            throw new IllegalArgumentException(
                    "limits of the service must be positive, got: " + openBatches + " open, " + keptBatches + " kept");
        }
    }

    /** Those that have ended and are kept no longer. */
    List<BatchStatus> old(List<BatchStatus> youngestFirst, Instant now) {
        List<BatchStatus> old = new ArrayList<>();
        int kept = 0;
        for (BatchStatus status : youngestFirst) {
            if (status.state() instanceof BatchState.Ended) {
                if (kept < keptBatches && !isPast(status, now)) {
                    kept++;
                } else {
                    old.add(status);
                }
            }
        }
        return old;
    }

    private boolean isPast(BatchStatus status, Instant now) {
        return keptFor.isPresent()
                && status.ended()
                        .filter(ended -> ended.plus(keptFor.get()).isBefore(now))
                        .isPresent();
    }
}
