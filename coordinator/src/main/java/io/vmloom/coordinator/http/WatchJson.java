package io.vmloom.coordinator.http;

import io.vmloom.coordinator.watch.Amounts;
import io.vmloom.coordinator.watch.BatchWatch;
import io.vmloom.coordinator.watch.Eta;
import io.vmloom.coordinator.watch.GuestMap;
import io.vmloom.coordinator.watch.History;
import io.vmloom.coordinator.watch.ItemWatch;
import io.vmloom.coordinator.watch.TargetMap;
import io.vmloom.coordinator.watch.TaskTimes;
import io.vmloom.coordinator.watch.TaskView;
import io.vmloom.coordinator.watch.Trouble;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is watched as JSON. Names, letters and units are a contract. */
final class WatchJson {
    private WatchJson() {}

    static void putEta(Map<String, Object> tree, Eta eta) {
        tree.put("etaLeastSeconds", eta.leastSeconds());
        tree.put("etaMostSeconds", eta.mostSeconds());
    }

    static Map<String, Object> batch(BatchWatch.View view) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("total", total(view.total()));
        tree.put("history", history(view.history()));
        view.times().ifPresent(times -> tree.put("taskSeconds", times(times)));
        return tree;
    }

    static Map<String, Object> item(ItemWatch.View view) {
        Map<String, Object> tree = new LinkedHashMap<>();
        view.guest().ifPresent(map -> tree.put("map", map(map)));
        view.target().ifPresent(map -> tree.put("targetMap", map(map)));
        tree.put("total", total(view.total()));
        tree.put("history", history(view.history()));
        view.times().ifPresent(times -> tree.put("taskSeconds", times(times)));
        tree.put("tasks", view.tasks().stream().map(WatchJson::task).toList());
        tree.put("troubles", view.troubles().stream().map(WatchJson::trouble).toList());
        return tree;
    }

    private static Map<String, Object> map(GuestMap.View map) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("virtualBytes", map.virtualBytes());
        tree.put("cellBytes", map.cellBytes());
        tree.put("states", map.states());
        tree.put("filled", Arrays.stream(map.filled()).boxed().toList());
        return tree;
    }

    private static Map<String, Object> map(TargetMap.View map) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ranges", map.ranges());
        tree.put("frontBytes", map.frontBytes());
        tree.put("sealed", map.sealed());
        tree.put("storedBytes", map.storedBytes());
        tree.put("states", map.states());
        tree.put("bytes", map.bytes());
        return tree;
    }

    private static Map<String, Object> total(Amounts amounts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("sourceBytes", amounts.source());
        tree.put("guestBytes", amounts.guest());
        tree.put("targetBytes", amounts.target());
        return tree;
    }

    /** Short, for there are many: source, guest and target bytes, and bytes of data. */
    private static Map<String, Object> history(History.View history) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("start", history.start().toString());
        tree.put("periodSeconds", history.periodSeconds());
        tree.put(
                "samples",
                history.samples().stream()
                        .map(sample -> List.of(sample.source(), sample.guest(), sample.target(), sample.data()))
                        .toList());
        return tree;
    }

    private static Map<String, Object> times(TaskTimes.Quantiles times) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("tasks", times.count());
        tree.put("least", rounded(times.least()));
        tree.put("p25", rounded(times.p25()));
        tree.put("median", rounded(times.median()));
        tree.put("p75", rounded(times.p75()));
        tree.put("p95", rounded(times.p95()));
        tree.put("most", rounded(times.most()));
        tree.put("slowAfter", rounded(times.slowAfterSeconds()));
        return tree;
    }

    private static Map<String, Object> task(TaskView task) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", task.id().kind().name());
        tree.put("index", task.id().index());
        task.span().ifPresent(span -> {
            tree.put("start", span.start());
            tree.put("length", span.length());
        });
        tree.put("dataBytes", task.dataBytes());
        tree.put("attempt", task.attempt());
        tree.put("state", task.worker().isPresent() ? "RUNNING" : "QUEUED");
        task.worker().ifPresent(worker -> tree.put("worker", worker));
        tree.put("seconds", rounded(task.seconds()));
        tree.put("slow", task.slow());
        return tree;
    }

    private static Map<String, Object> trouble(Trouble trouble) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at", trouble.at().toString());
        tree.put("kind", trouble.task().kind().name());
        tree.put("index", trouble.task().index());
        tree.put("attempt", trouble.attempt());
        tree.put("attempts", trouble.attempts());
        tree.put("code", trouble.code().name());
        tree.put("message", trouble.message());
        trouble.next().ifPresent(next -> tree.put("next", next.toString()));
        return tree;
    }

    /** To milliseconds. */
    static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
