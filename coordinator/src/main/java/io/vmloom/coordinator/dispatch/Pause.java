package io.vmloom.coordinator.dispatch;

import io.vmloom.error.CancelledException;
import java.time.Duration;

/** How a thread waits; a simulation waits without time passing. */
@FunctionalInterface
public interface Pause {
    Pause REAL = duration -> {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("waiting");
        }
    };

    void of(Duration duration);
}
