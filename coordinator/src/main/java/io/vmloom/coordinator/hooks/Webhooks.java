package io.vmloom.coordinator.hooks;

import io.vmloom.coordinator.dispatch.Pause;
import io.vmloom.coordinator.terms.Webhook;
import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells receivers at least once, on threads of its own: each message again and again, ever more rarely, until it is taken
 * or a day has passed. Thread-safe.
 */
public final class Webhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofHours(24);

    /** Messages that wait; a few kilobytes each. */
    private static final int MOST_WAITING = 10_000;

    /** Requests at once. */
    private static final int MOST_AT_ONCE = 32;

    private static final int GONE = 410;

    private final HookSender sender;
    private final Pause pause;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final Semaphore atOnce = new Semaphore(MOST_AT_ONCE);

    /** @param sender closed with this */
    public Webhooks(HookSender sender) {
        this(sender, Pause.REAL, InstantSource.system());
    }

    Webhooks(HookSender sender, Pause pause, InstantSource clock) {
        this.sender = sender;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Begins to tell one receiver.
     *
     * @param settled hears whether it was taken, when it was or was given up; not when this is closed before
     */
    public void tell(Webhook to, HookMessage message, Consumer<Boolean> settled) {
        if (!waiting.tryAcquire()) {
            LOG.atWarn()
                    .addKeyValue("id", message.id())
                    .addKeyValue("host", to.url().getHost())
                    .log("too many messages wait; this one is not sent");
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    settled.accept(deliver(to, message));
                } catch (CancelledException e) {
                    LOG.atDebug().addKeyValue("id", message.id()).log("stopped before a message was taken");
                } catch (ConversionException e) {
                    LOG.atWarn()
                            .addKeyValue("id", message.id())
                            .setCause(e)
                            .log("it can not be kept that a message was sent");
                } finally {
                    waiting.release();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.atDebug().addKeyValue("id", message.id()).log("stopped before a message was sent");
        }
    }

    private boolean deliver(Webhook to, HookMessage message) {
        Instant end = clock.instant().plus(PATIENCE);
        Duration wait = FIRST_WAIT;
        while (true) {
            Attempt attempt = attempt(to, message);
            if (attempt.taken()) {
                return true;
            }
            boolean last = attempt.unwanted() || clock.instant().plus(wait).isAfter(end);
            LOG.atWarn()
                    .addKeyValue("id", message.id())
                    .addKeyValue("host", to.url().getHost())
                    .addKeyValue("problem", attempt.problem())
                    .log(last ? "a message was not taken, and is given up" : "a message was not taken yet");
            if (last) {
                return false;
            }
            pause.of(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    /**
     * What came of sending a message once.
     *
     * @param unwanted whether the receiver says that it wants no more
     */
    private record Attempt(boolean taken, boolean unwanted, String problem) {}

    private Attempt attempt(Webhook to, HookMessage message) {
        try {
            int status = send(to, message);
            return new Attempt(status >= 200 && status < 300, status == GONE, "HTTP status " + status);
        } catch (CancelledException e) {
            throw e;
        } catch (ConversionException e) {
            return new Attempt(false, false, String.valueOf(e.getMessage()));
        }
    }

    private int send(Webhook to, HookMessage message) {
        atOnce.acquireUninterruptibly();
        try {
            return sender.send(to, message);
        } finally {
            atOnce.release();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        sender.close();
    }
}
