package io.vmloom.cli.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** SIGTERM or Ctrl-C: the process is told to stop, and the JVM waits until it has. */
public final class StopSignal implements AutoCloseable {
    /** How long a process may take to end what it has begun. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Duration patience;
    private final Runnable afterwards;

    private StopSignal(Duration patience, Runnable afterwards) {
        this.patience = patience;
        this.afterwards = afterwards;
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    /** Of a command that is interrupted: its exit code is that of the signal. */
    public static StopSignal ofCommand() {
        return new StopSignal(PATIENCE, () -> {});
    }

    /** Of a process that is only ever ended so: when it has stopped in time, all is well and the exit code is 0. */
    public static StopSignal ofService() {
        return ofService(PATIENCE);
    }

    /** @param patience how long it may take */
    public static StopSignal ofService(Duration patience) {
        return new StopSignal(patience, () -> Runtime.getRuntime().halt(0));
    }

    /** Returns when somebody wants the process to stop. */
    public void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is stopped. */
    @Override
    public void close() {
        stopped.countDown();
    }

    private void stop() {
        if (stopped.getCount() == 0) {
            return; // it ends by itself, and says how
        }
        asked.countDown();
        try {
            if (stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                afterwards.run();
            } else {
                System.err.println("vmloom: the process did not stop within " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
