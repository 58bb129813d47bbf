package io.vmloom.cli.command;

import io.vmloom.coordinator.dispatch.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C: the work is cancelled, and the JVM waits until what was begun is removed. */
final class Interrupt implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch cleaned = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "interrupt");

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public void close() {
        cleaned.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is ending already, and the hook with it.
        }
    }

    private void interrupted() {
        cancellation.cancel();
        try {
            if (!cleaned.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("vmloom: not everything could be removed within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
