package io.vmloom.coordinator.http;

import io.vertx.ext.web.RoutingContext;
import io.vmloom.coordinator.app.BatchService;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.coordinator.status.ItemStatus;
import io.vmloom.coordinator.watch.Eta;
import io.vmloom.coordinator.watch.ItemWatch;
import io.vmloom.coordinator.watch.Scaling;
import io.vmloom.coordinator.watch.WorkerBook;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.task.TaskId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What is watched of batches, items and workers. Every method may block, and throws a {@link io.vmloom.error.ConversionException}. */
final class WatchResource {
    private static final int USUAL_WORKERS = 100;
    private static final int MOST_WORKERS = 1000;

    private final BatchService batches;
    private final BatchResource resource;
    private final Colleagues colleagues;

    WatchResource(BatchService batches, BatchResource resource, Colleagues colleagues) {
        this.batches = batches;
        this.resource = resource;
        this.colleagues = colleagues;
    }

    Answer item(RoutingContext request) {
        BatchTracker batch = resource.batch(request);
        ItemStatus item = batch.item(number(request))
                .orElseThrow(() -> StoreException.notFound(
                        "item '" + request.pathParam("item") + "' of batch '" + BatchResource.id(request) + "'"));
        BatchStatus status = batch.status();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("batch", status.id());
        tree.put("batchName", status.name());
        tree.put("batchState", status.state().name());
        tree.put("tenant", status.tenant());
        tree.putAll(StatusJson.item(item));
        tree.put("verify", item.request().verify().label());
        Outlook.of(item, status.state()).ifPresent(outlook -> tree.put("next", outlook));
        Map<TaskId, WorkerBook.Running> running = batches.watch().workers().running();
        batches.watch()
                .item(item.request().id())
                .map(watched -> watched.view(task -> Optional.ofNullable(running.get(task))))
                .ifPresent(view -> put(tree, item, view));
        return Answer.json(200, tree);
    }

    private static void put(Map<String, Object> tree, ItemStatus item, ItemWatch.View view) {
        if (item.report().isEmpty()) {
            Eta.of(item.work().knownBytes() - item.work().doneBytes(), view.history(), view.times())
                    .ifPresent(eta -> WatchJson.putEta(tree, eta));
        }
        tree.putAll(WatchJson.item(view));
    }

    Answer history(RoutingContext request) {
        BatchTracker batch = resource.batch(request);
        BatchStatus status = batch.status();
        var view = batches.watch().batch(status.id()).view();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("batch", status.id());
        if (status.ended().isEmpty()) {
            Eta.of(status.expected().knownBytes() - status.expected().doneBytes(), view.history(), view.times())
                    .ifPresent(eta -> WatchJson.putEta(tree, eta));
        }
        tree.putAll(WatchJson.batch(view));
        return Answer.json(200, tree);
    }

    /** With the backlog of all coordinators; each hears of all workers by itself. */
    Answer workers(RoutingContext request) {
        Query query = new Query(request);
        boolean spans = query.text("spans").isEmpty() || query.flag("spans");
        int limit = query.number("limit", 1, MOST_WORKERS, USUAL_WORKERS);
        Optional<String> batch = query.filter("batch");
        long backlog = batches.backlog();
        if (!Colleagues.isForwarded(request)) {
            List<JsonNode> others = colleagues.ask(request, Endpoint.WORKERS.path() + "?spans=false", batches.owned());
            for (JsonNode other : others) {
                backlog += other.path("backlog").asLong();
            }
        }
        Scaling scaling = batches.watch().scaling(backlog);
        List<WorkerBook.View> workers = batches.watch().workers().workers().stream()
                .sorted(Comparator.comparing(worker -> !worker.alive()))
                .limit(limit)
                .toList();
        return Answer.json(
                200,
                WorkersJson.tree(
                        scaling, workers, spans, batch, Caller.of(request).principal()));
    }

    private static int number(RoutingContext request) {
        String text = String.valueOf(request.pathParam("item"));
        if (!text.matches("[0-9]{1,9}")) {
            throw new RequestException("an item is asked for by its number, got: '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
