package io.vmloom.coordinator.http;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.coordinator.access.Access;
import io.vmloom.coordinator.app.BatchService;
import io.vmloom.coordinator.app.Coordinator;
import io.vmloom.coordinator.app.OverlayStage;
import io.vmloom.coordinator.app.ServiceLimits;
import io.vmloom.coordinator.app.TaskMeter;
import io.vmloom.coordinator.app.Watch;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.estimate.DryRun;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.state.RecordedState;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.CancelPublisher;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.local.LocalQueues;
import io.vmloom.queue.local.LocalRecords;
import io.vmloom.queue.local.SoleOwner;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.tenant.TenantStores;
import io.vmloom.worker.consume.SlotRange;
import io.vmloom.worker.consume.WorkerPool;
import io.vmloom.worker.convert.TaskRehearsal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole service over HTTP for whom the access says, with queues and a store in memory. */
final class TestApi implements AutoCloseable {
    static final ApiSettings SETTINGS = settings(true, 0, Duration.ofMinutes(1));

    static ApiSettings settings(boolean openMetrics, int requestsPerMinute, Duration patience) {
        return new ApiSettings("127.0.0.1", 0, Optional.empty(), 4096, openMetrics, requestsPerMinute, patience);
    }

    final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final LocalQueues queues = new LocalQueues();
    private final TaskMeter meter = new TaskMeter(Telemetry.none());
    private final Watch watch = new Watch(queues.beatSubscriber(), 3);
    private final OpenLocalTargets noTargets = new OpenLocalTargets();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Schedule schedule = Schedule.ofOneProcess(2);
    private final SoleOwner owner = new SoleOwner(BatchIds.PARTITIONS);
    private final StateLog log = new RecordedState(new LocalRecords(BatchIds.PARTITIONS).open());
    private final Coordinator coordinator;
    private final BatchService service;
    private final WorkerPool worker;
    private final ApiServer server;

    TestApi(Access access, ApiSettings settings) {
        Stores stores = new TenantStores(ConfiguredStores.of(memory), access.tenants());
        coordinator = new Coordinator(
                stores,
                noTargets,
                queues.taskPublisher(),
                queues.resultSubscriber(),
                DispatchPolicy.DEFAULT,
                schedule,
                KeyAccess.NONE);
        service = new BatchService(
                coordinator::resume,
                schedule,
                log,
                CancelPublisher.NONE,
                new ServiceLimits(100, 10, Optional.empty()),
                Telemetry.none(),
                meter,
                watch,
                dryRuns(stores));
        owner.join("", service.member());
        worker = new WorkerPool(
                SlotRange.always(1),
                Duration.ofDays(1),
                queues::taskSubscriber,
                queues.resultPublisher(),
                CancelledWork.NONE,
                stores,
                noTargets,
                KeyWrap.absent(),
                Telemetry.none(),
                queues.beatPublisher());
        server = new ApiServer(service, new Colleagues(owner), stores, Telemetry.none(), access, settings);
    }

    static DryRun dryRuns(Stores stores) {
        return new DryRun(
                OverlayStage.over(
                        stores, (over, reads, compressedTo) -> new TaskRehearsal(over, reads, compressedTo)::run),
                KeyAccess.NONE,
                2);
    }

    int port() {
        return server.port();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(by(token, request(path)));
    }

    HttpResponse<String> submit(String manifest, String token) throws IOException, InterruptedException {
        return send(by(token, request("/api/v1/batches"))
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(manifest)));
    }

    HttpResponse<String> cancel(String batch, String token) throws IOException, InterruptedException {
        return send(
                by(token, request("/api/v1/batches/" + batch + "/cancel")).POST(HttpRequest.BodyPublishers.noBody()));
    }

    static HttpRequest.Builder by(String token, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + token);
    }

    static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    @Override
    public void close() {
        service.close();
        worker.close();
        server.close();
        watch.close();
        coordinator.close();
        client.close();
    }
}
