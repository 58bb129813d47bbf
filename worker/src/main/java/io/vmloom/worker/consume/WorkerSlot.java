package io.vmloom.worker.consume;

import io.vmloom.error.ConversionException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.Delivery;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.worker.convert.TaskRunner;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that takes tasks, runs them and reports them; nothing that goes wrong with a task ends it. */
final class WorkerSlot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSlot.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Workplace place;
    private final int number;
    private final TaskRunner runner;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean hurried;

    /** @param number that no other slot of the worker has */
    WorkerSlot(int number, Workplace place) {
        this.number = number;
        this.place = place;
        this.runner = place.runners().apply(task -> hurried || place.cancelled().contains(task));
        this.thread = Thread.ofPlatform().name("worker-" + number).start(this::work);
    }

    void stop() {
        running = false;
    }

    /** Gives back the task under way, as soon as it can be left, so that somebody else does it. */
    void hurry() {
        stop();
        hurried = true;
    }

    /** Whether it has ended by then. */
    boolean awaitEnd(Duration patience) {
        try {
            return thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean hasEnded() {
        return !thread.isAlive();
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
        try (TaskSubscriber subscriber = place.subscriptions().get();
                runner) {
            while (running) {
                long asked = System.nanoTime();
                try {
                    Optional<Delivery> delivery = subscriber.poll(POLL);
                    place.ledger().waited(System.nanoTime() - asked);
                    delivery.ifPresent(this::handle);
                } catch (ConversionException e) {
                    LOG.atWarn().setCause(e).log("a task could not be taken, trying again");
                    LockSupport.parkNanos(POLL.toNanos()); // what fails at once would fill the log
                }
            }
        }
    }

    private void handle(Delivery delivery) {
        LOG.atDebug().addKeyValue("task", delivery.task().id()).log("task begun");
        TaskResult result = run(delivery);
        if (hurried && result instanceof TaskResult.Failed) {
            LOG.atInfo().addKeyValue("task", result.id()).log("task given back");
            delivery.release();
            return;
        }
        place.ledger().did(result);
        if (place.cancelled().contains(result.id())) {
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

    private TaskResult run(Delivery delivery) {
        try (TaskTrace trace = new TaskTrace(delivery)) {
            TaskResult result = place.meter()
                    .measure(delivery.task(), task -> place.presence().follow(number, task, runner::run));
            trace.end(result);
            return result;
        }
    }

    private Optional<ConversionException> publish(TaskResult result) {
        try {
            place.results().publish(result);
            return Optional.empty();
        } catch (ConversionException e) {
            LOG.atWarn().addKeyValue("task", result.id()).setCause(e).log("a result could not be reported");
            return Optional.of(e);
        }
    }
}
