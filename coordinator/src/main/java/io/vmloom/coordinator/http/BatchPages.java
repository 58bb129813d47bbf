package io.vmloom.coordinator.http;

import io.vmloom.coordinator.status.BatchStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Batches of several coordinators as one list, the youngest first. */
final class BatchPages {
    private static final Comparator<Row> YOUNGEST_FIRST =
            Comparator.comparing(Row::submitted).thenComparing(Row::id).reversed();

    private final List<Row> rows = new ArrayList<>();
    private long total;

    /** @param own batches of this coordinator */
    BatchPages(List<BatchStatus> own) {
        own.forEach(status -> rows.add(new Row(status.submitted().toString(), status.id(), StatusJson.batch(status))));
        total = own.size();
    }

    private record Row(String submitted, String id, Object batch) {}

    /** @param answer another coordinator's, to the same question */
    void add(JsonNode answer) {
        total += answer.path("total").asLong();
        for (JsonNode batch : answer.path("batches")) {
            rows.add(
                    new Row(batch.path("submitted").asString(), batch.path("id").asString(), batch));
        }
    }

    Map<String, Object> page(int offset, int limit) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("total", total);
        tree.put(
                "batches",
                rows.stream()
                        .sorted(YOUNGEST_FIRST)
                        .skip(offset)
                        .limit(limit)
                        .map(Row::batch)
                        .toList());
        return tree;
    }
}
