package io.vmloom.coordinator.estimate;

import io.vmloom.store.Location;
import io.vmloom.store.Requests;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** An estimate as JSON. Names and units are a contract. */
public final class EstimateJson {
    private EstimateJson() {}

    /** @param workers how many are assumed for the time that it takes */
    public static Map<String, Object> tree(Estimate estimate, int workers) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("dryRun", true);
        tree.put("name", estimate.name());
        tree.put("total", total(estimate, workers));
        tree.put("items", estimate.items().stream().map(EstimateJson::item).toList());
        return tree;
    }

    /** What all items would take together. */
    public static Map<String, Object> total(Estimate estimate, int workers) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("items", estimate.items().size());
        for (Expectation expectation : Expectation.values()) {
            counts.put(expectation.name().toLowerCase(Locale.ROOT), estimate.count(expectation));
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("counts", counts);
        tree.put("virtualBytes", sum(estimate, ItemEstimate::virtualBytes));
        tree.put("dataBytes", sum(estimate, ItemEstimate::dataBytes));
        tree.put("ranges", sum(estimate, ItemEstimate::ranges));
        tree.put("targetBytes", targetBytes(estimate, ItemEstimate::targetBytes));
        tree.put("maxTargetBytes", targetBytes(estimate, ItemEstimate::maxTargetBytes));
        putEffort(tree, estimate.total());
        tree.put(
                "workerSeconds",
                seconds(estimate.total().slotSeconds() / estimate.rates().slotsPerWorker()));
        tree.put("workers", workers);
        tree.put("etaSeconds", seconds(estimate.seconds(workers)));
        return tree;
    }

    private static long sum(Estimate estimate, ToLongFunction<ItemEstimate> of) {
        return estimate.items().stream().mapToLong(of).sum();
    }

    /** Of what would be made, and stay. */
    private static long targetBytes(Estimate estimate, ToLongFunction<ItemEstimate> of) {
        Set<Location> passing = estimate.items().stream()
                .flatMap(item -> item.request().making().parts().stream())
                .collect(Collectors.toSet());
        return estimate.items().stream()
                .filter(item -> item.expectation() == Expectation.CONVERTED
                        && !passing.contains(item.request().target()))
                .mapToLong(of)
                .sum();
    }

    private static Map<String, Object> item(ItemEstimate item) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", item.request().name());
        tree.put("source", item.request().source().toString());
        tree.put("target", item.request().target().toString());
        tree.put("targetFormat", item.request().targetFormat());
        tree.put("expectation", item.expectation().name());
        tree.put("sourceFormat", item.sourceFormat());
        tree.put("sourceBytes", item.sourceBytes());
        tree.put("virtualBytes", item.virtualBytes());
        tree.put("dataBytes", item.dataBytes());
        tree.put("ranges", item.ranges());
        tree.put("targetBytes", item.targetBytes());
        tree.put("maxTargetBytes", item.maxTargetBytes());
        putEffort(tree, item.effort());
        item.code().ifPresent(code -> tree.put("code", code.name()));
        tree.put("message", item.message());
        return tree;
    }

    private static void putEffort(Map<String, Object> tree, Effort effort) {
        Requests requests = effort.requests();
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("get", requests.gets());
        asked.put("head", requests.heads());
        asked.put("put", requests.puts());
        asked.put("copy", requests.copies());
        asked.put("list", requests.lists());
        asked.put("delete", requests.deletes());
        tree.put("requests", asked);
        tree.put("readBytes", requests.readBytes());
        tree.put("writtenBytes", requests.writtenBytes());
        Map<String, Object> messages = new LinkedHashMap<>();
        messages.put("tasks", effort.messages().tasks());
        messages.put("results", effort.messages().results());
        messages.put("records", effort.messages().records());
        tree.put("messages", messages);
        tree.put("slotSeconds", seconds(effort.slotSeconds()));
    }

    private static double seconds(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
