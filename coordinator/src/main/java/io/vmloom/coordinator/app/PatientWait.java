package io.vmloom.coordinator.app;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for what must not be left half-way. An interrupt that comes meanwhile is held back until this is closed. */
final class PatientWait implements AutoCloseable {
    private boolean interrupted;

    <T> T on(Future<T> future) throws ExecutionException {
        while (true) {
            try {
                return future.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                // What is done already is answered without a look at the interrupt.
                interrupted |= Thread.interrupted();
            }
        }
    }

    @Override
    public void close() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
