package io.vmloom.coordinator.hooks;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.terms.Webhook;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something to tell.
 *
 * @param id the same whenever the same is told again
 * @param body JSON
 */
public record HookMessage(String id, Webhook.Event event, String body) {
    /**
     * An item ended without a target.
     *
     * @param reopened how often items of the batch were tried once more
     */
    public static HookMessage itemFailed(Batch batch, int reopened, ItemReport report, Instant at) {
        Map<String, Object> data = about(batch);
        data.put("item", ReportJson.item(report));
        return of(report.request().id(), reopened, Webhook.Event.ITEM_FAILED, data, at);
    }

    /** Every item ended. */
    public static HookMessage batchEnded(Batch batch, int reopened, List<ItemReport> reports, Instant at) {
        long failed = reports.stream().filter(ItemReport::failed).count();
        long skipped = reports.stream()
                .filter(report -> report.outcome() instanceof ItemOutcome.Skipped)
                .count();
        Map<String, Object> data = about(batch);
        data.put("state", BatchState.Ended.of(batch.terms(), reports).name());
        data.put("items", reports.size());
        data.put("succeeded", reports.size() - failed - skipped);
        data.put("skipped", skipped);
        data.put("failed", failed);
        batch.terms().report().ifPresent(place -> data.put("report", place.prefix() + batch.id() + "/"));
        return of(batch.id(), reopened, Webhook.Event.BATCH_ENDED, data, at);
    }

    private static Map<String, Object> about(Batch batch) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("batch", batch.id());
        data.put("name", batch.name());
        data.put("tenant", batch.terms().tenant());
        data.put("tags", batch.terms().tags());
        return data;
    }

    private static HookMessage of(String id, int reopened, Webhook.Event event, Map<String, Object> data, Instant at) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", event.text());
        tree.put("timestamp", at.toString());
        tree.put("data", data);
        return new HookMessage(
                id + "." + event.text() + (reopened == 0 ? "" : "." + reopened), event, ReportJson.line(tree));
    }
}
