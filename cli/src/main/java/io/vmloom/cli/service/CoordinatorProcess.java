package io.vmloom.cli.service;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.cli.engine.Rehearsals;
import io.vmloom.coordinator.app.BatchService;
import io.vmloom.coordinator.app.Coordinator;
import io.vmloom.coordinator.app.ServiceLimits;
import io.vmloom.coordinator.app.TaskMeter;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.estimate.DryRun;
import io.vmloom.coordinator.http.ApiServer;
import io.vmloom.coordinator.manifest.ObjectLists;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.state.LeavableLog;
import io.vmloom.coordinator.state.RecordedState;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.store.Stores;
import io.vmloom.telemetry.Telemetry;

/** A coordinator with its API. */
public final class CoordinatorProcess implements AutoCloseable {
    private static final int MANY = 1_000_000;

    private final LeavableLog log;
    private final BatchService service;
    private final ApiServer api;
    private final String host;

    /** Goes on with what an earlier coordinator left; returns when batches are taken. */
    public CoordinatorProcess(Configuration configuration, Telemetry telemetry) {
        ServiceLimits limits = new ServiceLimits(
                configuration.number(Setting.BATCHES_CONCURRENT, 1, MANY),
                configuration.number(Setting.ITEMS_CONCURRENT, 1, MANY),
                configuration.number(Setting.BATCHES_KEPT, 0, MANY));
        DispatchPolicy policy = new DispatchPolicy(
                configuration.number(Setting.TASKS_WINDOW, 1, MANY),
                configuration.number(Setting.TASKS_ATTEMPTS, 1, MANY),
                configuration.duration(Setting.TASKS_DEADLINE),
                DispatchPolicy.DEFAULT.backoff());
        int port = configuration.number(Setting.HTTP_PORT, 0, 0xffff);
        long maxBody = configuration.bytes(Setting.HTTP_MAX_BODY);
        host = configuration.text(Setting.HTTP_HOST);
        KeyAccess keys = new KeyAccess(Connections.keyWrap(configuration), Connections.secrets(configuration));
        Stores stores = Connections.stores(configuration, telemetry);
        KafkaQueues queues = KafkaQueues.open(Connections.kafka(configuration), stores);
        TaskMeter meter = new TaskMeter(telemetry);
        TaskPublisher tasks = meter.counted(queues.taskPublisher());
        log = new LeavableLog(new RecordedState(queues.stateLog()));
        Coordinator coordinator = new Coordinator(
                stores, new OpenLocalTargets(), tasks, meter.counted(queues.resultSubscriber()), policy, log, keys);
        DryRun dryRuns = Rehearsals.over(stores, keys, limits.concurrentItems());
        service =
                new BatchService(coordinator::resume, log, queues.cancelPublisher(), limits, telemetry, meter, dryRuns);
        api = new ApiServer(service, new ObjectLists(stores), telemetry, host, port, maxBody);
    }

    /** As {@code http://127.0.0.1:8440}. */
    public String url() {
        return "http://" + host + ":" + api.port();
    }

    /**
     * Takes no more and records no more, as if the process had been killed now: whoever starts next goes on with what is
     * under way. Threads of items end with the process, which is to follow soon.
     */
    @Override
    public void close() {
        service.refuse();
        log.leave();
        api.close();
    }
}
