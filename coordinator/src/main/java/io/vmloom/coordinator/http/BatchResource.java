package io.vmloom.coordinator.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vmloom.appliance.CheckDepth;
import io.vmloom.coordinator.access.AccessRole;
import io.vmloom.coordinator.access.Admission;
import io.vmloom.coordinator.access.Principal;
import io.vmloom.coordinator.app.BatchService;
import io.vmloom.coordinator.estimate.EstimateJson;
import io.vmloom.coordinator.manifest.ItemLists;
import io.vmloom.coordinator.manifest.MachineExpansion;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.coordinator.manifest.ObjectLists;
import io.vmloom.coordinator.pipeline.ApplianceStep;
import io.vmloom.coordinator.report.ReportCsv;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.coordinator.status.BatchStatus;
import io.vmloom.coordinator.status.BatchTracker;
import io.vmloom.coordinator.status.ItemFilter;
import io.vmloom.coordinator.status.ItemState;
import io.vmloom.coordinator.status.ItemStatus;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.store.Stores;
import io.vmloom.tenant.Tenants;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Batches as a resource. Every method may block, and throws a {@link io.vmloom.error.ConversionException}. */
final class BatchResource {
    /** A page of a browser can send none of these to another site without asking it first. */
    private static final Set<String> MANIFEST_TYPES =
            Set.of("application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

    private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{N}._/\\\\ -]{1,200}");
    private static final String CSV = "text/csv";
    private static final int USUAL_PAGE = 100;

    /** Clients wait for an answer for a minute. */
    private static final Duration LOOKING_AT_MACHINES = Duration.ofSeconds(45);

    private static final int LARGEST_PAGE = 1000;
    private static final int LARGEST_OFFSET = 1_000_000;
    private static final int MOST_WORKERS = 1_000_000;

    private final BatchService batches;
    private final Colleagues colleagues;
    private final Stores stores;
    private final Tenants tenants;

    BatchResource(BatchService batches, Colleagues colleagues, Stores stores, Tenants tenants) {
        this.batches = batches;
        this.colleagues = colleagues;
        this.stores = stores;
        this.tenants = tenants;
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
        Caller caller = Caller.of(request);
        Manifest manifest = admitted(ManifestReader.readRemote(file, body, terms -> lists(caller, terms)));
        if (manifest.dryRun() || new Query(request).flag("dryRun")) {
            int workers = new Query(request).number("workers", 1, MOST_WORKERS, 1);
            return Answer.json(200, EstimateJson.tree(batches.estimate(manifest), workers));
        }
        Optional<URI> elsewhere = elsewhere(manifest, request);
        if (elsewhere.isEmpty()) {
            try {
                return taken(batches.submit(manifest), caller);
            } catch (StoreException e) {
                // It may have found out just now that it has no part any more.
                elsewhere = elsewhere(manifest, request);
                if (elsewhere.isEmpty()) {
                    throw e;
                }
            }
        }
        return colleagues.answer(elsewhere.get(), request, request.body());
    }

    /** Machines are looked at after what the manifest itself says was allowed, and what they become has to be allowed too. */
    private Manifest admitted(Manifest read) {
        String tenant = read.terms().tenant();
        Admission.require(read, tenants.of(tenant));
        if (read.machines() == 0) {
            return read;
        }
        ApplianceStep packages = new ApplianceStep(stores.onBehalfOf(tenant, ""));
        Manifest manifest = new MachineExpansion(
                        place -> packages.run(place, CheckDepth.SMALL_FILES), LOOKING_AT_MACHINES)
                .run(read);
        Admission.require(manifest, tenants.of(tenant));
        return manifest;
    }

    private Optional<URI> elsewhere(Manifest manifest, RoutingContext request) {
        OptionalInt partition = manifest.partition();
        return partition.isPresent()
                ? colleagues.having(partition.getAsInt(), request, batches::owned)
                : colleagues.insteadOf(batches.owned(), request);
    }

    private Answer taken(String id, Caller caller) {
        caller.concerns(id);
        return Answer.json(201, StatusJson.batch(batches.batch(id).status())).with("Location", Endpoint.pathOf(id));
    }

    /** Refuses the manifest before anything that it names is looked at. */
    private ItemLists lists(Caller caller, BatchTerms terms) {
        caller.concernsTenant(terms.tenant());
        caller.principal().require(AccessRole.OPERATOR, terms.tenant());
        return new ObjectLists(stores.onBehalfOf(terms.tenant(), ""));
    }

    Answer list(RoutingContext request) {
        Query query = new Query(request);
        int offset = query.number("offset", 0, LARGEST_OFFSET, 0);
        int limit = query.number("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        Principal principal = Caller.of(request).principal();
        BatchFilter filter = BatchFilter.of(query);
        List<BatchStatus> all = batches.list().stream()
                .filter(status -> principal.may(AccessRole.VIEWER, status.tenant()))
                .filter(filter::test)
                .toList();
        BatchPages pages = new BatchPages(all);
        if (!Colleagues.isForwarded(request)) {
            // However many of the others' come first, they are among as many as are asked for.
            int most = Math.min(LARGEST_PAGE, offset + limit);
            colleagues
                    .ask(request, Endpoint.LIST.path() + "?limit=" + most + filter.query(), batches.owned())
                    .forEach(pages::add);
        }
        return Answer.json(200, pages.page(offset, limit));
    }

    Answer status(RoutingContext request) {
        Query query = new Query(request);
        int offset = query.number("offset", 0, Integer.MAX_VALUE, 0);
        int limit = query.number("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        BatchTracker batch = batch(request);
        Optional<ItemState> state = query.state();
        ItemFilter filter = new ItemFilter(its -> state.map(its::equals).orElse(true), query.filter("text"));
        List<ItemStatus> items = batch.items(filter, offset, limit);
        Map<String, Object> tree = StatusJson.batch(batch.status());
        tree.put("offset", offset);
        tree.put("limit", limit);
        tree.put("matching", batch.count(filter));
        tree.put("items", items.stream().map(StatusJson::item).toList());
        return Answer.json(200, tree);
    }

    Answer cancel(RoutingContext request) {
        return order(request, 202, batches.orders()::cancel);
    }

    /** What has been purged is not there, as if it had never been. */
    Answer purge(RoutingContext request) {
        String tenant = batch(request).batch().terms().tenant();
        Caller.of(request).principal().require(AccessRole.ADMIN, tenant);
        batches.orders().purge(id(request));
        return Answer.json(200, Map.of("id", id(request), "purged", true));
    }

    Answer pause(RoutingContext request) {
        return order(request, 200, batches.orders()::pause);
    }

    Answer resume(RoutingContext request) {
        return order(request, 200, batches.orders()::resume);
    }

    Answer confirm(RoutingContext request) {
        return order(request, 200, batches.orders()::confirm);
    }

    Answer retry(RoutingContext request) {
        return order(request, 202, batches.orders()::retry);
    }

    Answer prioritize(RoutingContext request) {
        Priority priority = new Query(request)
                .text("value")
                .map(Priority::parse)
                .orElseThrow(() -> new RequestException("query parameter value must be the new priority"));
        return order(request, 200, id -> batches.orders().prioritize(id, priority));
    }

    private Answer order(RoutingContext request, int status, Function<String, BatchStatus> order) {
        String tenant = batch(request).batch().terms().tenant();
        Caller.of(request).principal().require(AccessRole.OPERATOR, tenant);
        return Answer.json(status, StatusJson.batch(order.apply(id(request))));
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
        tree.put("complete", status.state() instanceof BatchState.Ended);
        tree.put("items", rows);
        return Answer.json(200, tree);
    }

    /** {@code NOT_FOUND} also for what the caller may not see, so that nobody learns whether it is there. */
    BatchTracker batch(RoutingContext request) {
        String id = id(request);
        Caller caller = Caller.of(request);
        BatchTracker batch = batches.batch(id);
        String tenant = batch.batch().terms().tenant();
        caller.concerns(id);
        caller.concernsTenant(tenant);
        if (!caller.principal().may(AccessRole.VIEWER, tenant)) {
            throw BatchService.unknown(id);
        }
        return batch;
    }

    static String id(RoutingContext request) {
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
