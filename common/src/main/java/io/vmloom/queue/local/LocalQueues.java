package io.vmloom.queue.local;

import io.vmloom.error.CancelledException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.BeatPublisher;
import io.vmloom.queue.BeatSubscriber;
import io.vmloom.queue.Delivery;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.TaskSubscriber;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.task.Task;
import io.vmloom.telemetry.TraceContext;
import io.vmloom.telemetry.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/**
 * A task queue and a result queue between threads of one process. Their length is bounded by the coordinator's credit:
 * it never has more tasks out than its window.
 */
public final class LocalQueues {
    /** Whoever waits is asked this often whether to go on, so that a command ends as soon as its work is done. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(20);

    private final BlockingDeque<Published> tasks = new LinkedBlockingDeque<>();
    private final BlockingDeque<TaskResult> results = new LinkedBlockingDeque<>();
    private final BlockingDeque<WorkerBeat> beats = new LinkedBlockingDeque<>();

    /** A task, and where in a trace it was published. */
    private record Published(Task task, TraceContext trace) {}

    public TaskPublisher taskPublisher() {
        return new TaskPublisher() {
            @Override
            public void publish(Task task) {
                tasks.addLast(new Published(task, Traces.current()));
            }

            @Override
            public void close() {}
        };
    }

    /** A subscription of one worker slot. */
    public TaskSubscriber taskSubscriber() {
        return new Subscription();
    }

    public ResultPublisher resultPublisher() {
        return new ResultPublisher() {
            @Override
            public void publish(TaskResult result) {
                results.addLast(result);
            }

            @Override
            public void close() {}
        };
    }

    public BeatPublisher beatPublisher() {
        return new BeatPublisher() {
            @Override
            public void publish(WorkerBeat beat) {
                beats.addLast(beat);
            }

            @Override
            public void close() {}
        };
    }

    public BeatSubscriber beatSubscriber() {
        return new BeatSubscriber() {
            @Override
            public List<WorkerBeat> poll(Duration timeout) {
                List<WorkerBeat> polled = new ArrayList<>();
                next(beats, timeout).ifPresent(polled::add);
                beats.drainTo(polled);
                return polled;
            }

            @Override
            public void close() {}
        };
    }

    public ResultSubscriber resultSubscriber() {
        return new ResultSubscriber() {
            @Override
            public List<TaskResult> poll(Duration timeout) {
                List<TaskResult> polled = new ArrayList<>();
                next(results, timeout).ifPresent(polled::add);
                results.drainTo(polled);
                return polled;
            }

            @Override
            public void close() {}
        };
    }

    private static <T> Optional<T> next(BlockingDeque<T> queue, Duration timeout) {
        Duration wait = timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT;
        try {
            return Optional.ofNullable(queue.pollFirst(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("waiting for a task");
        }
    }

    private final class Subscription implements TaskSubscriber {
        private final Set<Loan> lent = new HashSet<>();

        @Override
        public Optional<Delivery> poll(Duration timeout) {
            return next(tasks, timeout).map(published -> {
                Loan loan = new Loan(published, this);
                lent.add(loan);
                return loan;
            });
        }

        @Override
        public void close() {
            lent.forEach(loan -> tasks.addFirst(loan.published));
            lent.clear();
        }
    }

    private final class Loan implements Delivery {
        private final Published published;
        private final Subscription subscription;

        private Loan(Published published, Subscription subscription) {
            this.published = published;
            this.subscription = subscription;
        }

        @Override
        public Task task() {
            return published.task();
        }

        @Override
        public TraceContext trace() {
            return published.trace();
        }

        @Override
        public void settle() {
            subscription.lent.remove(this);
        }

        @Override
        public void release() {
            if (subscription.lent.remove(this)) {
                tasks.addFirst(published);
            }
        }
    }
}
