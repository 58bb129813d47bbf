package io.vmloom.loadtest.scale;

import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.loadtest.launch.Member;
import io.vmloom.unit.ByteSize;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** One run of it all, step by step. Used by one thread. */
final class ScaleRun {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_LOOK = Duration.ofMillis(5);
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration LONGEST_TAKEOVER = Duration.ofSeconds(60);
    private static final Duration LONGEST_BURST = Duration.ofMinutes(2);
    private static final Duration NEWS = Duration.ofSeconds(10);
    private static final int SHORT_S = 10;
    private static final int LONG_S = 60;

    private final ScaleCluster cluster;
    private final ScalePlan plan;
    private final Consumer<String> say;
    private final List<String> open = new ArrayList<>();
    private final List<Double> burstRates = new ArrayList<>();
    private long succeeded;
    private long started;

    ScaleRun(ScaleCluster cluster, ScalePlan plan, Consumer<String> say) {
        this.cluster = cluster;
        this.plan = plan;
        this.say = say;
    }

    void submit() {
        started = System.nanoTime();
        for (int i = 0; i < plan.batches(); i++) {
            int batch = i;
            open.add(cluster.ask(batch, client -> client.submit("scale-" + batch + ".yaml", plan.manifest(batch)))
                    .get("id")
                    .asString());
        }
        say(
                "submitted %d batches of %d items of %d ranges in %.1f s",
                plan.batches(), plan.itemsPerBatch(), plan.ranges(), seconds(System.nanoTime() - started));
    }

    /** Has coordinators take as many results at once as they have tasks out, while they give out no other ones. */
    void burst(int times) {
        List<String> urls =
                cluster.coordinators().stream().map(CoordinatorSeat::url).toList();
        try (AcceptedRanges accepted = new AcceptedRanges(urls, plan.diskBytes() / plan.ranges())) {
            for (int i = 0; i < times; i++) {
                burst(accepted);
            }
        }
    }

    private void burst(AcceptedRanges accepted) {
        SimulatedWork work = cluster.work();
        work.hold();
        awaitQuiet(work);
        order("pause");
        long before = accepted.count();
        long begun = System.nanoTime();
        int released = work.release();
        long until = System.nanoTime() + LONGEST_BURST.toNanos();
        while (accepted.count() < before + released && System.nanoTime() < until) {
            Member.pause(CLOSE_LOOK);
        }
        double seconds = seconds(System.nanoTime() - begun);
        order("resume");
        burstRates.add(released / seconds);
        say("burst: %d results recorded in %.2f s, %.0f/s", released, seconds, released / seconds);
    }

    private void order(String order) {
        open.forEach(batch -> cluster.ask(client -> client.order(batch, order)));
    }

    /** Until no task comes any more. */
    private static void awaitQuiet(SimulatedWork work) {
        int before = -1;
        for (int now = work.held(); now != before || now == 0; now = work.held()) {
            before = now;
            Member.pause(QUIET);
        }
    }

    /** Waits for all batches, and does something on the way: what comes first is done first. */
    void finish(List<Incident> incidents) {
        Deque<Incident> ahead = new ArrayDeque<>(incidents);
        long told = 0;
        long toldAt = System.nanoTime();
        while (!open.isEmpty()) {
            Member.pause(POLL);
            cluster.coordinators().forEach(CoordinatorSeat::measure);
            long done = cluster.work().answers().all();
            if (System.nanoTime() - toldAt > NEWS.toNanos()) {
                say(
                        "%d of %d tasks answered, %.0f/s",
                        done, plan.tasks(), (done - told) / seconds(System.nanoTime() - toldAt));
                told = done;
                toldAt = System.nanoTime();
            }
            open.removeIf(this::hasEnded);
            if (!open.isEmpty() && !ahead.isEmpty() && done >= ahead.getFirst().afterTasks()) {
                ahead.removeFirst().happening().accept(this);
            }
        }
    }

    /**
     * Something that happens once so many tasks have been answered.
     *
     * @param happening takes its time
     */
    record Incident(long afterTasks, Consumer<ScaleRun> happening) {}

    private boolean hasEnded(String batch) {
        JsonNode status = cluster.ask(client -> client.status(batch, 1));
        if (!List.of("COMPLETE", "FAILED", "CANCELLED")
                .contains(status.get("state").asString())) {
            return false;
        }
        succeeded += status.get("counts").get("succeeded").asLong();
        return true;
    }

    /** Kills the first coordinator, looks when its batches are gone on with, and fills its place: at once if there is no other. */
    void replaceFirst() {
        CoordinatorSeat seat = cluster.coordinators().getFirst();
        Map<Integer, String> owners = cluster.owners();
        Set<String> orphans = new HashSet<>(open);
        orphans.removeIf(batch -> !seat.url().equals(owners.get(BatchIds.partition(batch))));
        Tally tasks = cluster.work().tasks();
        long begun = System.currentTimeMillis();
        seat.kill();
        tasks.watchSince(System.currentTimeMillis());
        boolean alone = cluster.coordinators().size() == 1;
        if (alone) {
            seat.replace();
        }
        say("coordinator killed that had %d of %d open batches", orphans.size(), open.size());
        Map<String, Long> again = awaitAgain(orphans, tasks);
        if (!alone) {
            seat.replace();
        }
        seat.awaitUp();
        LongSummaryStatistics millis =
                again.values().stream().mapToLong(first -> first - begun).summaryStatistics();
        say(
                "after the kill %d of these batches were given tasks again, the first after %.1f s, the last after %.1f s",
                millis.getCount(), millis.getMin() / 1e3, millis.getMax() / 1e3);
    }

    private static Map<String, Long> awaitAgain(Set<String> batches, Tally tasks) {
        Map<String, Long> again = new HashMap<>();
        long until = System.nanoTime() + LONGEST_TAKEOVER.toNanos();
        while (again.size() < batches.size() && System.nanoTime() < until) {
            Member.pause(CLOSE_LOOK);
            for (String batch : batches) {
                OptionalLong first = tasks.firstOf(batch);
                first.ifPresent(millis -> again.put(batch, millis));
            }
        }
        return again;
    }

    /** Whether all went well. */
    boolean report() {
        Tally tasks = cluster.work().tasks();
        Tally answers = cluster.work().answers();
        say("%d of %d items succeeded; %d tasks for %d ranges", succeeded, plan.items(), tasks.all(), plan.tasks());
        say(
                "%.0f s in all; at best %d tasks/s for %d s, %d for %d s",
                seconds(System.nanoTime() - started), tasks.best(SHORT_S), SHORT_S, tasks.best(LONG_S), LONG_S);
        burstRates.stream()
                .sorted()
                .skip(burstRates.size() / 2)
                .findFirst()
                .ifPresent(median -> say("bursts: median %.0f results/s", median));
        double perTask = 1e6 / Math.max(1, answers.all());
        for (CoordinatorSeat seat : cluster.coordinators()) {
            HeapLog heap = seat.heap();
            say(
                    "%s: heap at most %s, after full collections %s, memory at most %s, CPU %.0f s",
                    seat.url(),
                    ByteSize.format(heap.fullestBytes()),
                    ByteSize.format(heap.leftBytes()),
                    ByteSize.format(seat.peakMemoryBytes()),
                    seat.cpu().toMillis() / 1e3);
        }
        Duration coordinators =
                cluster.coordinators().stream().map(CoordinatorSeat::cpu).reduce(Duration.ZERO, Duration::plus);
        Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        say(
                "CPU for each task: coordinators %.0f µs, broker %.0f µs, store and workers %.0f µs; %d requests to the store",
                coordinators.toNanos() / 1e9 * perTask,
                cluster.brokerCpu().toNanos() / 1e9 * perTask,
                own.toNanos() / 1e9 * perTask,
                cluster.s3().requests());
        return succeeded == plan.items();
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private void say(String format, Object... values) {
        say.accept(String.format(Locale.ROOT, format, values));
    }
}
