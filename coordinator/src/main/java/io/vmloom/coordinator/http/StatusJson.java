package io.vmloom.coordinator.http;

import io.vmloom.coordinator.estimate.EstimateJson;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.coordinator.status.ItemStatus;
import io.vmloom.coordinator.status.StageProgress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Batches and items as JSON. Names and units are a contract. */
final class StatusJson {
    private StatusJson() {}

    static Map<String, Object> batch(BatchStatus status) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", status.id());
        tree.put("name", status.name());
        tree.put("tenant", status.tenant());
        tree.put("state", status.state().name());
        tree.put("priority", status.priority().number());
        status.terms().deadline().ifPresent(deadline -> tree.put("deadline", deadline.toString()));
        if (!status.terms().tags().isEmpty()) {
            tree.put("tags", new TreeMap<>(status.terms().tags()));
        }
        tree.put("submitted", status.submitted().toString());
        status.ended().ifPresent(ended -> tree.put("ended", ended.toString()));
        status.reportProblem().ifPresent(problem -> tree.put("reportProblem", problem));
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("total", status.itemCount());
        ItemState.all()
                .forEach(state -> counts.put(
                        state.name().toLowerCase(Locale.ROOT), status.items().getOrDefault(state, 0)));
        tree.put("counts", counts);
        tree.put("percent", status.percent());
        tree.put("doneBytes", status.work().doneBytes());
        tree.put("knownBytes", status.work().knownBytes());
        tree.put("expectedBytes", status.expected().knownBytes());
        tree.put("unknownItems", status.unknownItems());
        putRate(tree, status.bytesPerSecond(), status.left());
        status.estimate().ifPresent(estimate -> tree.put("estimate", EstimateJson.total(estimate, 1)));
        return tree;
    }

    static Map<String, Object> item(ItemStatus status) {
        Map<String, Object> tree = row(status);
        tree.put("number", status.number());
        tree.put("percent", status.percent());
        if (!status.stages().isEmpty()) {
            tree.put("stage", status.stages().getLast().stage().label());
            tree.put("doneBytes", status.work().doneBytes());
            tree.put("knownBytes", status.work().knownBytes());
            if (status.state() instanceof ItemState.Open) {
                putRate(tree, status.bytesPerSecond(), status.left());
            }
            tree.put("stages", stages(status.stages()));
        }
        return tree;
    }

    /** As in the report; of an item that has not ended only what it asks for. */
    static Map<String, Object> row(ItemStatus status) {
        return status.report().map(ReportJson::item).orElseGet(() -> {
            ConversionRequest request = status.request();
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("name", request.name());
            tree.put("source", request.source().toString());
            tree.put("target", request.target().toString());
            tree.put("targetFormat", request.targetFormat());
            ReportJson.putMachine(tree, request);
            tree.put("state", status.state().name());
            return tree;
        });
    }

    private static List<Map<String, Object>> stages(List<StageProgress> stages) {
        return stages.stream()
                .map(stage -> {
                    Map<String, Object> tree = new LinkedHashMap<>();
                    tree.put("stage", stage.stage().label());
                    tree.put("doneBytes", stage.doneBytes());
                    tree.put("totalBytes", stage.totalBytes());
                    tree.put("seconds", stage.took().toMillis() / 1000.0);
                    return tree;
                })
                .toList();
    }

    private static void putRate(Map<String, Object> tree, long bytesPerSecond, Optional<Duration> left) {
        tree.put("bytesPerSecond", bytesPerSecond);
        left.ifPresent(duration -> tree.put("etaSeconds", duration.toSeconds()));
    }
}
