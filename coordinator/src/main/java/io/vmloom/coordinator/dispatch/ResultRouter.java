package io.vmloom.coordinator.dispatch;

import io.vmloom.error.ConversionException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.queue.ResultSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the result queue on a thread of its own and hands each result to its item's inbox. */
public final class ResultRouter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResultRouter.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, BlockingQueue<List<TaskResult>>> inboxes = new ConcurrentHashMap<>();
    private final ResultSubscriber subscriber;
    private final Thread thread;
    private volatile boolean open = true;

    public ResultRouter(ResultSubscriber subscriber) {
        this.subscriber = subscriber;
        this.thread = Thread.ofVirtual().name("results").start(this::route);
    }

    /** Opens the inbox of an item; results that come before that are lost, so open it before the first task. */
    public Inbox open(String item) {
        BlockingQueue<List<TaskResult>> queue = new LinkedBlockingQueue<>();
        inboxes.put(item, queue);
        return new Inbox(item, queue);
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        subscriber.close();
    }

    private void route() {
        while (open) {
            try {
                subscriber.poll(POLL).stream()
                        .collect(Collectors.groupingBy(result -> result.id().item()))
                        .forEach(this::hand);
            } catch (ConversionException e) {
                LOG.atWarn().setCause(e).log("results could not be read, trying again");
                LockSupport.parkNanos(POLL.toNanos()); // what fails at once would fill the log
            }
        }
    }

    /** Together, so that an item wakes up once for what came at once, and records it at once. */
    private void hand(String item, List<TaskResult> came) {
        BlockingQueue<List<TaskResult>> inbox = inboxes.get(item);
        if (inbox != null) {
            inbox.add(came);
        }
    }

    /** One item's results, from when it was opened; another one opened for the same item gets them from then on. */
    public final class Inbox implements ResultInbox, AutoCloseable {
        private final String item;
        private final BlockingQueue<List<TaskResult>> queue;

        private Inbox(String item, BlockingQueue<List<TaskResult>> queue) {
            this.item = item;
            this.queue = queue;
        }

        /** Ends the wait for results, if somebody is waiting, as if none had come in time. */
        public void nudge() {
            queue.add(List.of());
        }

        @Override
        public List<TaskResult> poll(Duration timeout) {
            try {
                List<List<TaskResult>> results = new ArrayList<>();
                List<TaskResult> first = queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
                if (first != null) {
                    results.add(first);
                    queue.drainTo(results);
                }
                return results.stream().flatMap(List::stream).toList();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }

        @Override
        public void close() {
            inboxes.remove(item, queue);
        }
    }
}
