package io.vmloom.coordinator.watch;

import io.vmloom.queue.TaskSpan;
import io.vmloom.queue.WorkerBeat;
import io.vmloom.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What workers told of the last minutes. Thread-safe. */
public final class WorkerBook {
    /** How far back it is known what a worker did. */
    public static final Duration KEPT = Duration.ofMinutes(5);

    /** Workers tell at least every five seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(16);

    private static final int MOST_WORKERS = 2000;
    private static final int MOST_SPANS = 400;

    private final InstantSource clock;
    private final LinkedHashMap<String, Known> workers = new LinkedHashMap<>(16, 0.75f, true);

    public WorkerBook(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Known {
        private final Deque<TaskSpan> ended = new ArrayDeque<>();
        private List<TaskSpan> running = List.of();
        private int slots;
        private Instant at = Instant.MIN;
        private boolean stopped;
    }

    /** Who has a task, and since when. */
    public record Running(String worker, Instant begun) {}

    /**
     * One worker.
     *
     * @param alive whether it told something lately, and not that it stops
     * @param spans of the last minutes, the oldest first; those that run last
     */
    public record View(String name, int slots, boolean alive, Instant at, List<TaskSpan> spans) {
        public View {
            spans = List.copyOf(spans);
        }

        public long running() {
            return spans.stream()
                    .filter(span -> span.state() == TaskSpan.State.RUNNING)
                    .count();
        }
    }

    public synchronized void hear(WorkerBeat beat) {
        Known known = workers.computeIfAbsent(beat.worker(), _ -> new Known());
        if (workers.size() > MOST_WORKERS) {
            workers.pollFirstEntry();
        }
        known.slots = beat.slots();
        known.at = beat.at();
        known.stopped = beat.last();
        List<TaskSpan> running = new ArrayList<>();
        for (TaskSpan span : beat.spans()) {
            switch (span.state()) {
                case RUNNING -> running.add(span);
                case DONE, FAILED -> known.ended.addLast(span);
            }
        }
        known.running = List.copyOf(running);
        while (known.ended.size() > MOST_SPANS) {
            known.ended.removeFirst();
        }
    }

    /** All that were heard of lately, by name. */
    public synchronized List<View> workers() {
        Instant oldest = clock.instant().minus(KEPT);
        workers.values().removeIf(known -> known.at.isBefore(oldest));
        return workers.entrySet().stream()
                .map(entry -> view(entry.getKey(), entry.getValue(), oldest))
                .sorted(Comparator.comparing(View::name))
                .toList();
    }

    /** What live workers have now. */
    public Map<TaskId, Running> running() {
        Map<TaskId, Running> all = new HashMap<>();
        for (View worker : workers()) {
            for (TaskSpan span : worker.spans()) {
                if (span.state() == TaskSpan.State.RUNNING) {
                    all.put(span.task(), new Running(worker.name(), span.begun()));
                }
            }
        }
        return all;
    }

    private View view(String name, Known known, Instant oldest) {
        while (!known.ended.isEmpty() && known.ended.getFirst().ended().isBefore(oldest)) {
            known.ended.removeFirst();
        }
        boolean alive = !known.stopped && known.at.isAfter(clock.instant().minus(SILENCE));
        List<TaskSpan> spans = new ArrayList<>(known.ended);
        if (alive) {
            spans.addAll(known.running);
        }
        return new View(name, known.slots, alive, known.at, spans);
    }
}
