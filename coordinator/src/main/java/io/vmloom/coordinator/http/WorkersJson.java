package io.vmloom.coordinator.http;

import io.vmloom.coordinator.access.AccessRole;
import io.vmloom.coordinator.access.Principal;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.watch.Scaling;
import io.vmloom.coordinator.watch.WorkerBook;
import io.vmloom.queue.TaskSpan;
import io.vmloom.task.TaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workers as JSON, as far as somebody may see what they do. Names and units are a contract. */
final class WorkersJson {
    private WorkersJson() {}

    /**
     * @param spans whether it is told what they do
     * @param batch whose work alone is told
     */
    static Map<String, Object> tree(
            Scaling scaling,
            List<WorkerBook.View> workers,
            boolean spans,
            Optional<String> batch,
            Principal principal) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("backlog", scaling.backlog());
        tree.put("running", Math.min(scaling.running(), scaling.backlog()));
        tree.put("queued", Math.max(0, scaling.backlog() - scaling.running()));
        tree.put("tasksPerWorker", scaling.tasksPerWorker());
        tree.put("wanted", scaling.wanted());
        tree.put("reason", scaling.reason());
        tree.put("alive", scaling.workers());
        tree.put("keptSeconds", WorkerBook.KEPT.toSeconds());
        tree.put(
                "workers",
                workers.stream()
                        .map(worker -> worker(worker, spans, batch, principal))
                        .toList());
        return tree;
    }

    private static Map<String, Object> worker(
            WorkerBook.View worker, boolean spans, Optional<String> batch, Principal principal) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", worker.name());
        tree.put("slots", worker.slots());
        tree.put("alive", worker.alive());
        tree.put("heard", worker.at().toString());
        tree.put("running", worker.running());
        if (spans) {
            tree.put(
                    "spans",
                    worker.spans().stream()
                            .filter(span -> batch.map(
                                            id -> id.equals(batchOf(span.task())) && mayBeSeen(span, principal))
                                    .orElse(true))
                            .map(span -> span(span, principal))
                            .toList());
        }
        return tree;
    }

    /** Of another tenant's work no more than that there is some. */
    private static Map<String, Object> span(TaskSpan span, Principal principal) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("slot", span.slot());
        tree.put("begun", span.begun().toString());
        tree.put("seconds", WatchJson.rounded(span.tookMillis() / 1000.0));
        tree.put("state", span.state().name());
        if (mayBeSeen(span, principal)) {
            String batch = batchOf(span.task());
            tree.put("batch", batch);
            tree.put(
                    "item",
                    span.task().item().substring(Math.min(span.task().item().length(), batch.length() + 1)));
            tree.put("kind", span.task().kind().name());
            tree.put("index", span.task().index());
        }
        return tree;
    }

    private static boolean mayBeSeen(TaskSpan span, Principal principal) {
        return principal.may(AccessRole.VIEWER, span.tenant());
    }

    private static String batchOf(TaskId task) {
        try {
            return BatchIds.ofItem(task.item());
        } catch (IllegalArgumentException e) {
            return task.item(); // no item of a batch, as when one image is digested
        }
    }
}
