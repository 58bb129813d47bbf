package io.vmloom.worker.consume;

import io.vmloom.error.ConversionException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.Delivery;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.worker.convert.TaskRunner;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that takes tasks, runs them and reports them; nothing that goes wrong with a task ends it. */
final class WorkerSlot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSlot.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Supplier<TaskSubscriber> subscriptions;
    private final ResultPublisher results;
    private final CancelledWork cancelled;
    private final TaskRunner runner;
    private final TaskMeter meter;
    private final Presence presence;
    private final int number;
    private final Thread thread;
    private volatile boolean running = true;

    WorkerSlot(
            int number,
            Supplier<TaskSubscriber> subscriptions,
            ResultPublisher results,
            CancelledWork cancelled,
            TaskRunner runner,
            TaskMeter meter,
            Presence presence) {
        this.number = number;
        this.presence = presence;
        this.subscriptions = subscriptions;
        this.results = results;
        this.cancelled = cancelled;
        this.runner = runner;
        this.meter = meter;
        this.thread = Thread.ofPlatform().name("worker-" + number).start(this::work);
    }

    void stop() {
        running = false;
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try (TaskSubscriber subscriber = subscriptions.get();
                runner) {
            while (running) {
                try {
                    subscriber.poll(POLL).ifPresent(this::handle);
                } catch (ConversionException e) {
                    LOG.atWarn().setCause(e).log("a task could not be taken, trying again");
                    LockSupport.parkNanos(POLL.toNanos()); // what fails at once would fill the log
                }
            }
        }
    }

    private void handle(Delivery delivery) {
        LOG.atDebug().addKeyValue("task", delivery.task().id()).log("task begun");
        TaskResult result = meter.measure(delivery.task(), task -> presence.follow(number, task, runner::run));
        if (cancelled.contains(result.id())) {
            LOG.atInfo().addKeyValue("task", result.id()).log("task of cancelled work dropped");
            delivery.settle();
            return;
        }
        if (result instanceof TaskResult.Failed failed) {
            LOG.atWarn()
                    .addKeyValue("task", failed.id())
                    .addKeyValue("code", failed.code())
                    .log(failed.message());
        }
        if (publish(result).isEmpty()) {
            delivery.settle();
        } else {
            delivery.release();
        }
    }

    private Optional<ConversionException> publish(TaskResult result) {
        try {
            results.publish(result);
            return Optional.empty();
        } catch (ConversionException e) {
            LOG.atWarn().addKeyValue("task", result.id()).setCause(e).log("a result could not be reported");
            return Optional.of(e);
        }
    }
}
