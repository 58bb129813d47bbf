package io.vmloom.loadtest.scale;

import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.loadtest.launch.Member;
import io.vmloom.unit.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
    private static final int SECONDS_HELD = 10;

    private final ScaleCluster cluster;
    private final ScalePlan plan;
    private final Consumer<String> say;
    private final List<String> open = new ArrayList<>();
    private final List<Double> burstRates = new ArrayList<>();
    private long succeeded;
    private long started;
    private long busyNanos;

    ScaleRun(ScaleCluster cluster, ScalePlan plan, Consumer<String> say) {
        this.cluster = cluster;
        this.plan = plan;
        this.say = say;
    }

    void submit() {
        started = System.nanoTime();
        for (int i = 0; i < plan.batches(); i++) {
            int batch = i;
            open.add(cluster.ask(client -> client.submit("scale-" + batch + ".yaml", plan.manifest(batch)))
                    .get("id")
                    .asString());
        }
        say(
                "submitted %d batches of %d items of %d ranges in %.1f s",
                plan.batches(), plan.itemsPerBatch(), plan.ranges(), seconds(System.nanoTime() - started));
    }

    /** Has coordinators take as many results at once as they have tasks out. */
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
        long before = accepted.count();
        long begun = System.nanoTime();
        int released = work.release();
        long until = System.nanoTime() + LONGEST_BURST.toNanos();
        while (accepted.count() < before + released && System.nanoTime() < until) {
            Member.pause(CLOSE_LOOK);
        }
        double seconds = seconds(System.nanoTime() - begun);
        burstRates.add(released / seconds);
        say("burst: %d results recorded in %.2f s, %.0f/s", released, seconds, released / seconds);
    }

    /** Until no task comes any more. */
    private static void awaitQuiet(SimulatedWork work) {
        int before = -1;
        for (int now = work.held(); now != before || now == 0; now = work.held()) {
            before = now;
            Member.pause(QUIET);
        }
    }

    /** Waits for all batches, and kills a coordinator on the way. */
    void finish(long killAfterTasks) {
        boolean killed = killAfterTasks >= plan.tasks();
        long before = cluster.work().answers().all();
        long begun = System.nanoTime();
        long told = begun;
        while (!open.isEmpty()) {
            Member.pause(POLL);
            cluster.coordinators().forEach(CoordinatorSeat::measure);
            long done = cluster.work().answers().all();
            if (!killed && done >= killAfterTasks) {
                killed = true;
                replaceFirst();
            }
            if (System.nanoTime() - told > Duration.ofSeconds(SECONDS_HELD).toNanos()) {
                say(
                        "%d of %d tasks answered, %.0f/s",
                        done, plan.tasks(), (done - before) / seconds(System.nanoTime() - told));
                before = done;
                told = System.nanoTime();
            }
            open.removeIf(this::hasEnded);
        }
        busyNanos = System.nanoTime() - begun;
    }

    private boolean hasEnded(String batch) {
        JsonNode status = cluster.ask(client -> client.status(batch, 1));
        if (!List.of("COMPLETE", "FAILED", "CANCELLED")
                .contains(status.get("state").asString())) {
            return false;
        }
        succeeded += status.get("counts").get("succeeded").asLong();
        return true;
    }

    private void replaceFirst() {
        CoordinatorSeat seat = cluster.coordinators().getFirst();
        Map<Integer, String> owners = cluster.owners();
        Set<String> orphans = new HashSet<>(open);
        orphans.removeIf(batch -> !seat.url().equals(owners.get(BatchIds.partition(batch))));
        Tally tasks = cluster.work().tasks();
        long begun = System.currentTimeMillis();
        seat.kill();
        tasks.watchSince(System.currentTimeMillis());
        seat.replace();
        say("coordinator killed that had %d of %d open batches", orphans.size(), open.size());
        Map<String, Long> again = awaitAgain(orphans, tasks);
        seat.awaitUp();
        say(
                "tasks again after the kill: of the first batch after %.1f s, of the last one of %d after %.1f s",
                (again.values().stream().mapToLong(Long::longValue).min().orElse(begun) - begun) / 1e3,
                again.size(),
                (again.values().stream().mapToLong(Long::longValue).max().orElse(begun) - begun) / 1e3);
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
                "%.0f s in all; %.0f tasks/s on average, at best for %d s %d given out and %d answered a second",
                seconds(System.nanoTime() - started),
                answers.all() / seconds(busyNanos),
                SECONDS_HELD,
                tasks.best(SECONDS_HELD),
                answers.best(SECONDS_HELD));
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
