package io.vmloom.coordinator.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vmloom.coordinator.app.BatchService;
import io.vmloom.coordinator.estimate.EstimateJson;
import io.vmloom.coordinator.manifest.ItemLists;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.coordinator.report.ReportCsv;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.coordinator.status.ItemStatus;
import io.vmloom.error.RequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Batches as a resource. Every method may block, and throws a {@link io.vmloom.error.ConversionException}. */
final class BatchResource {
    /** A page of a browser can send none of these to another site without asking it first. */
    private static final Set<String> MANIFEST_TYPES =
            Set.of("application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

    private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{N}._/\\\\ -]{1,200}");
    private static final String CSV = "text/csv";
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final int MOST_WORKERS = 1_000_000;

    private final BatchService batches;
    private final ItemLists lists;

    BatchResource(BatchService batches, ItemLists lists) {
        this.batches = batches;
        this.lists = lists;
    }

    Answer submit(RoutingContext request) {
        String type = Optional.ofNullable(request.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("")
                .replaceFirst(";.*", "")
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!MANIFEST_TYPES.contains(type)) {
            throw new RequestException(
                    "a manifest comes as application/yaml or application/json, got: Content-Type '" + type + "'");
        }
        String file = new Query(request)
                .text("file")
                .filter(name -> FILE_NAME.matcher(name).matches())
                .orElse("manifest");
        byte[] body = Optional.ofNullable(request.body().buffer())
                .map(buffer -> buffer.getBytes())
                .orElseGet(() -> new byte[0]);
        Manifest manifest = ManifestReader.readRemote(file, body, lists);
        if (new Query(request).flag("dryRun")) {
            int workers = new Query(request).number("workers", 1, MOST_WORKERS, 1);
            return Answer.json(200, EstimateJson.tree(batches.estimate(manifest), workers));
        }
        String id = batches.submit(manifest);
        return Answer.json(201, StatusJson.batch(batches.batch(id).status())).with("Location", Endpoint.pathOf(id));
    }

    Answer list(RoutingContext request) {
        Query query = new Query(request);
        int offset = query.number("offset", 0, Integer.MAX_VALUE, 0);
        int limit = query.number("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        List<BatchStatus> all = batches.list();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("total", all.size());
        tree.put(
                "batches",
                all.stream().skip(offset).limit(limit).map(StatusJson::batch).toList());
        return Answer.json(200, tree);
    }

    Answer status(RoutingContext request) {
        Query query = new Query(request);
        int offset = query.number("offset", 0, Integer.MAX_VALUE, 0);
        int limit = query.number("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        BatchTracker batch = batch(request);
        List<ItemStatus> items =
                batch.items(state -> query.state().map(state::equals).orElse(true), offset, limit);
        Map<String, Object> tree = StatusJson.batch(batch.status());
        tree.put("offset", offset);
        tree.put("limit", limit);
        tree.put("items", items.stream().map(StatusJson::item).toList());
        return Answer.json(200, tree);
    }

    Answer cancel(RoutingContext request) {
        return Answer.json(202, StatusJson.batch(batches.cancel(id(request))));
    }

    Answer report(RoutingContext request) {
        BatchTracker batch = batch(request);
        BatchStatus status = batch.status();
        List<Map<String, Object>> rows = batch.items(_ -> true, 0, Integer.MAX_VALUE).stream()
                .map(StatusJson::row)
                .toList();
        if (wantsCsv(request)) {
            return Answer.text(200, CSV + "; charset=utf-8", ReportCsv.text(rows));
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("batch", status.id());
        tree.put("name", status.name());
        tree.put("state", status.state().name());
        tree.put("complete", status.state().ended());
        tree.put("items", rows);
        return Answer.json(200, tree);
    }

    BatchTracker batch(RoutingContext request) {
        return batches.batch(id(request));
    }

    private static String id(RoutingContext request) {
        return Optional.ofNullable(request.pathParam("id")).orElse("");
    }

    private static boolean wantsCsv(RoutingContext request) {
        return switch (new Query(request).text("format").orElse("")) {
            case "csv" -> true;
            case "json" -> false;
            case "" ->
                Optional.ofNullable(request.request().getHeader(HttpHeaders.ACCEPT))
                        .orElse("")
                        .startsWith(CSV);
            case String other ->
                throw new RequestException("query parameter format must be json or csv, got: '" + other + "'");
        };
    }
}
