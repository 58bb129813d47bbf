package io.vmloom.coordinator.dispatch;

import io.vmloom.error.CancelledException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells the threads of a batch to stop; asked between any two steps that take time. */
public final class Cancellation {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    public void cancel() {
        cancelled.set(true);
    }

    public boolean isCancelled() {
        return cancelled.get();
    }

    /** Throws {@link CancelledException} when somebody cancelled. */
    public void check(String what) {
        if (cancelled.get()) {
            throw new CancelledException(what);
        }
    }
}
