package io.vmloom.worker.consume;

import io.vmloom.error.ConversionException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.BeatPublisher;
import io.vmloom.queue.TaskSpan;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.task.Task;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who watch what the slots of a worker do: every second while there is something to tell. Thread-safe. */
final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** How many periods an idle worker is silent. */
    private static final int IDLE_PERIODS = 5;

    /** Ended between two beats; of more the oldest are not told. */
    private static final int MOST_ENDED = 500;

    private final Supplier<String> worker;
    private final IntSupplier slots;
    private final BeatPublisher publisher;
    private final InstantSource clock;
    private final Map<Integer, TaskSpan> running = new TreeMap<>();
    private final Deque<TaskSpan> ended = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private int silent = IDLE_PERIODS;

    /**
     * @param worker its name, asked for once somebody is told of it: finding one may take a while
     * @param slots how many there are now
     * @param publisher not closed here
     */
    Presence(Supplier<String> worker, IntSupplier slots, BeatPublisher publisher, InstantSource clock) {
        this.worker = worker;
        this.slots = slots;
        this.publisher = publisher;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("presence").start(this::tell);
    }

    /** Runs a task of a slot, and tells of it. */
    TaskResult follow(int slot, Task task, Function<Task, TaskResult> runner) {
        TaskSpan begun = new TaskSpan(task.id(), task.tenant(), slot, clock.instant(), 0, TaskSpan.State.RUNNING);
        synchronized (this) {
            running.put(slot, begun);
        }
        TaskSpan.State state = TaskSpan.State.FAILED;
        try {
            TaskResult result = runner.apply(task);
            state = result instanceof TaskResult.Failed ? TaskSpan.State.FAILED : TaskSpan.State.DONE;
            return result;
        } finally {
            end(begun, state);
        }
    }

    private synchronized void end(TaskSpan span, TaskSpan.State state) {
        running.remove(span.slot());
        ended.addLast(until(span, clock.millis(), state));
        if (ended.size() > MOST_ENDED) {
            ended.removeFirst();
        }
    }

    private void tell() {
        if (publisher == BeatPublisher.NONE) {
            return;
        }
        String name = worker.get();
        try {
            while (!stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                publish(name, false);
            }
            publish(name, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(String name, boolean last) {
        List<TaskSpan> spans = spans();
        silent++;
        if (spans.isEmpty() && silent < IDLE_PERIODS && !last) {
            return;
        }
        silent = 0;
        try {
            publisher.publish(new WorkerBeat(name, slots.getAsInt(), clock.instant(), spans, last));
        } catch (ConversionException e) {
            LOG.atDebug().setCause(e).log("what this worker does could not be told");
        }
    }

    private synchronized List<TaskSpan> spans() {
        List<TaskSpan> spans = new ArrayList<>(ended);
        ended.clear();
        long now = clock.millis();
        running.values().forEach(span -> spans.add(until(span, now, TaskSpan.State.RUNNING)));
        return spans;
    }

    private static TaskSpan until(TaskSpan span, long millis, TaskSpan.State state) {
        long took = Math.max(0, millis - span.begun().toEpochMilli());
        return new TaskSpan(span.task(), span.tenant(), span.slot(), span.begun(), took, state);
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
