package io.vmloom.coordinator.dispatch;

import io.vmloom.coordinator.schedule.Lane;
import io.vmloom.coordinator.watch.WorkEvent;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RemoteException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees one item's tasks through: gives them out under a credit, takes the first success of each, and gives out again
 * what failed or stays silent. Delivery is at least once and acknowledgements prove nothing, so only accepted results
 * count. Used by the item's own thread.
 */
public final class TaskBoard {
    private static final Logger LOG = LoggerFactory.getLogger(TaskBoard.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final TaskPublisher publisher;
    private final ResultInbox inbox;
    private final DispatchPolicy policy;
    private final InstantSource clock;
    private final Cancellation cancellation;
    private final Lane lane;
    private final Consumer<WorkEvent> watcher;
    private int retries;

    public TaskBoard(
            TaskPublisher publisher,
            ResultInbox inbox,
            DispatchPolicy policy,
            InstantSource clock,
            Cancellation cancellation,
            Lane lane) {
        this(publisher, inbox, policy, clock, cancellation, lane, _ -> {});
    }

    /** @param watcher hears of every task */
    public TaskBoard(
            TaskPublisher publisher,
            ResultInbox inbox,
            DispatchPolicy policy,
            InstantSource clock,
            Cancellation cancellation,
            Lane lane,
            Consumer<WorkEvent> watcher) {
        this.watcher = watcher;
        this.publisher = publisher;
        this.inbox = inbox;
        this.policy = policy;
        this.clock = clock;
        this.cancellation = cancellation;
        this.lane = lane;
    }

    /** How many tasks were given out again so far. */
    public int retries() {
        return retries;
    }

    /** Does all work, {@code policy.window()} at a time; see {@link #run(Iterator, int, Consumer)}. */
    public void run(Iterator<Work> work, Consumer<List<TaskResult>> accept) {
        run(work, policy.window(), accept);
    }

    /**
     * Does all work; returns when every piece has been accepted once.
     *
     * @param window how far the work given out may run ahead of the first piece that is not done
     * @param accept gets the first success of each piece once, in the order they come; those that came at once come
     *     together
     * @throws RemoteException with the last failure of a piece that can not be done
     */
    public void run(Iterator<Work> work, int window, Consumer<List<TaskResult>> accept) {
        TreeMap<Integer, Outstanding> outstanding = new TreeMap<>();
        try {
            run(work, window, accept, outstanding);
        } finally {
            outstanding.values().forEach(given -> lane.giveBack());
        }
    }

    private void run(
            Iterator<Work> work,
            int window,
            Consumer<List<TaskResult>> accept,
            TreeMap<Integer, Outstanding> outstanding) {
        Optional<Work> next = advance(work);
        while (next.isPresent() || !outstanding.isEmpty()) {
            cancellation.check("the conversion");
            int reach = Math.min(window, policy.window());
            while (next.isPresent()
                    && (outstanding.isEmpty() || next.get().index() < outstanding.firstKey() + reach)
                    && outstanding.size() < reach
                    && lane.tryTake(next.get().bytes())) {
                Outstanding given = new Outstanding(next.get());
                outstanding.put(given.work.index(), given);
                issue(given);
                next = advance(work);
            }
            List<TaskResult> successes = new ArrayList<>();
            for (TaskResult result : inbox.poll(untilNextDue(outstanding))) {
                if (settle(result, outstanding)) {
                    successes.add(result);
                }
            }
            if (!successes.isEmpty()) {
                accept.accept(successes);
            }
            Instant now = clock.instant();
            outstanding.values().stream().filter(o -> !o.due.isAfter(now)).forEach(this::again);
        }
    }

    private static Optional<Work> advance(Iterator<Work> work) {
        return work.hasNext() ? Optional.of(work.next()) : Optional.empty();
    }

    /** Whether it is the first success of its piece. */
    private boolean settle(TaskResult result, TreeMap<Integer, Outstanding> outstanding) {
        Outstanding known = outstanding.get(result.id().index());
        if (known == null || !known.id().sameWork(result.id())) {
            LOG.atDebug().addKeyValue("task", result.id()).log("result of finished or superseded work ignored");
            return false;
        }
        if (result instanceof TaskResult.Failed failed) {
            if (!failed.id().equals(known.id()) || known.failure.isPresent()) {
                return false;
            }
            RemoteException failure = new RemoteException(failed.code(), failed.message(), failed.retryable());
            if (!failed.retryable() || known.attempt >= policy.attempts()) {
                tellFailed(known, failure, Optional.empty());
                throw failure;
            }
            known.failure = Optional.of(failure);
            known.due = clock.instant().plus(policy.backoffBefore(known.attempt + 1));
            tellFailed(known, failure, Optional.of(known.due));
            return false;
        }
        outstanding.remove(known.work.index());
        lane.giveBack();
        watcher.accept(new WorkEvent.Accepted(result));
        return true;
    }

    private void again(Outstanding overdue) {
        if (overdue.attempt >= policy.attempts()) {
            RemoteException last = overdue.failure.orElseGet(() -> new RemoteException(
                    ErrorCode.STORE_UNAVAILABLE,
                    overdue.id() + ": no worker answered within " + policy.deadline() + " in any of "
                            + policy.attempts() + " attempts; check that workers are running",
                    true));
            tellFailed(overdue, last, Optional.empty());
            throw last;
        }
        if (overdue.failure.isEmpty()) {
            String silence = "no worker answered within " + policy.deadline() + "; check that workers are running";
            tellFailed(
                    overdue,
                    new RemoteException(ErrorCode.STORE_UNAVAILABLE, silence, true),
                    Optional.of(clock.instant()));
        }
        LOG.atInfo()
                .addKeyValue("task", overdue.id())
                .addKeyValue(
                        "reason", overdue.failure.map(Throwable::getMessage).orElse("deadline passed"))
                .log("task given out again");
        overdue.attempt++;
        retries++;
        issue(overdue);
    }

    private void issue(Outstanding given) {
        Task task = given.work.attempt().apply(given.attempt);
        given.id = Optional.of(task.id());
        watcher.accept(new WorkEvent.Issued(task, given.attempt));
        try {
            publisher.publish(task);
            given.failure = Optional.empty();
            given.due = clock.instant().plus(policy.deadline(given.work.bytes()));
        } catch (ConversionException e) {
            if (!e.retryable()) {
                throw e;
            }
            given.failure = Optional.of(new RemoteException(e.code(), String.valueOf(e.getMessage()), true));
            given.due = clock.instant().plus(policy.backoffBefore(given.attempt + 1));
        }
    }

    private void tellFailed(Outstanding task, RemoteException failure, Optional<Instant> next) {
        watcher.accept(new WorkEvent.Failed(
                task.id(),
                task.attempt,
                policy.attempts(),
                failure.code(),
                String.valueOf(failure.getMessage()),
                next));
    }

    private Duration untilNextDue(TreeMap<Integer, Outstanding> outstanding) {
        Instant now = clock.instant();
        Duration wait = LONGEST_WAIT;
        for (Outstanding given : outstanding.values()) {
            Duration left = Duration.between(now, given.due);
            wait = left.compareTo(wait) < 0 ? left : wait;
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static final class Outstanding {
        private final Work work;
        private int attempt = 1;
        private Optional<TaskId> id = Optional.empty();
        private Optional<RemoteException> failure = Optional.empty();
        private Instant due = Instant.MAX;

        private Outstanding(Work work) {
            this.work = work;
        }

        private TaskId id() {
            return id.orElseThrow();
        }
    }
}
