package io.vmloom.cli.service;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.cli.engine.Rehearsals;
import io.vmloom.coordinator.access.Access;
import io.vmloom.coordinator.app.BatchService;
import io.vmloom.coordinator.app.Coordinator;
import io.vmloom.coordinator.app.ServiceLimits;
import io.vmloom.coordinator.app.SweepingRunner;
import io.vmloom.coordinator.app.TaskMeter;
import io.vmloom.coordinator.app.TellingRunner;
import io.vmloom.coordinator.app.Watch;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.hooks.SignedSender;
import io.vmloom.coordinator.hooks.Webhooks;
import io.vmloom.coordinator.http.ApiServer;
import io.vmloom.coordinator.http.ApiSettings;
import io.vmloom.coordinator.http.Colleagues;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.schedule.ItemTurns;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.schedule.TaskTurns;
import io.vmloom.coordinator.state.RecordedState;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.LiveSlots;
import io.vmloom.queue.PartitionOwners;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.store.Stores;
import io.vmloom.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** A coordinator with its API. */
public final class CoordinatorProcess implements AutoCloseable {
    private static final int MANY = 1_000_000;
    private static final int CONCURRENT_REHEARSALS = 8;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final long FORGET_EVERY_SECONDS = 60;

    /** One that is done, one that waits, one that is on its way. */
    private static final int PER_SLOT = 3;

    /** Something has to wait, or nobody starts workers for it. */
    private static final int LEAST_CREDIT = 16;

    /** Of each queue: a share group looks 2,000 records ahead, and one that is held up must not hold up all others. */
    private static final int MOST_CREDIT = 1000;

    private final PartitionOwners owners;
    private final StateLog log;
    private final Webhooks hooks;
    private final BatchService service;
    private final Watch watch;
    private final ApiServer api;
    private final ApiSettings settings;
    private final ScheduledExecutorService forgetting = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("forgetting").factory());

    /** Empty while this is made: turns are reviewed already, and it has no part yet. */
    private volatile Optional<BatchService> sharing = Optional.empty();

    /** Joins the other coordinators; returns when it has its part, or none was left for it in time. */
    public CoordinatorProcess(Configuration configuration, Telemetry telemetry) {
        ServiceLimits limits = new ServiceLimits(
                configuration.number(Setting.BATCHES_OPEN, 1, MANY),
                configuration.number(Setting.BATCHES_KEPT, 0, MANY),
                configuration
                        .optional(Setting.BATCHES_KEPT_FOR)
                        .map(_ -> configuration.duration(Setting.BATCHES_KEPT_FOR)));
        DispatchPolicy policy = new DispatchPolicy(
                configuration.number(Setting.TASKS_WINDOW, 1, MANY),
                configuration.duration(Setting.TASKS_DEADLINE),
                DispatchPolicy.DEFAULT.retry());
        settings = ApiAccess.settings(configuration);
        Access access = ApiAccess.of(configuration);
        KeyAccess keys = new KeyAccess(Connections.keyWrap(configuration), Connections.secrets(configuration));
        Stores stores = Connections.stores(configuration, telemetry);
        KafkaQueues queues = KafkaQueues.open(Connections.kafka(configuration), stores);
        TaskMeter meter = new TaskMeter(telemetry);
        TaskPublisher tasks = meter.counted(queues.taskPublisher());
        log = new RecordedState(queues.stateLog());
        owners = queues.partitionOwners();
        Schedule schedule = new Schedule(
                new ItemTurns(configuration.number(Setting.ITEMS_CONCURRENT, 1, MANY), InstantSource.system()),
                new TaskTurns(credit(configuration, queues), InstantSource.system()));
        Coordinator coordinator = new Coordinator(
                stores,
                new OpenLocalTargets(),
                tasks,
                meter.counted(queues.resultSubscriber()),
                policy,
                schedule,
                keys);
        hooks = new Webhooks(new SignedSender(keys.secrets(), Connections.allowedHosts(configuration)));
        watch = new Watch(queues.beatSubscriber(), configuration.number(Setting.SCALING_TASKS_PER_WORKER, 1, MANY));
        service = new BatchService(
                new TellingRunner(new SweepingRunner(coordinator::resume, stores), hooks),
                schedule,
                log,
                queues.cancelPublisher(),
                limits,
                telemetry,
                meter,
                watch,
                Rehearsals.over(stores, keys, CONCURRENT_REHEARSALS));
        sharing = Optional.of(service);
        api = new ApiServer(service, new Colleagues(owners), stores, telemetry, access, settings);
        owners.join(configuration.optional(Setting.HTTP_ADVERTISED).orElseGet(this::url), service.member());
        awaitPart(configuration.duration(Setting.KAFKA_PATIENCE));
        forgetting.scheduleWithFixedDelay(
                () -> service.forgetOldOnes(Instant.now()),
                FORGET_EVERY_SECONDS,
                FORGET_EVERY_SECONDS,
                TimeUnit.SECONDS);
    }

    private void awaitPart(Duration patience) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (!service.isOpen() && System.nanoTime() < deadlineNanos) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /**
     * Enough that no slot waits for the coordinators, and little enough that what is decided soon comes soon; this one's
     * part of it.
     */
    private IntSupplier credit(Configuration configuration, KafkaQueues queues) {
        int most = MOST_CREDIT * queues.count();
        int fixed = configuration.number(Setting.TASKS_CREDIT, 0, most);
        if (fixed > 0) {
            return () -> fixed;
        }
        LiveSlots slots = queues.liveSlots();
        return () -> Math.clamp(part(PER_SLOT * (long) slots.count()), LEAST_CREDIT, most);
    }

    private long part(long all) {
        int owned = sharing.map(sharer -> sharer.owned().size()).orElse(0);
        return all * owned / BatchIds.PARTITIONS;
    }

    /** As {@code http://127.0.0.1:8440}. */
    public String url() {
        return (settings.tls().isPresent() ? "https://" : "http://") + settings.host() + ":" + api.port();
    }

    /**
     * Takes no more and records no more, as if the process had been killed now: others, or whoever starts next, go on with
     * what is under way. Threads of items end with the process, which is to follow soon.
     */
    @Override
    public void close() {
        forgetting.shutdownNow();
        service.refuse();
        owners.close();
        hooks.close();
        api.close();
        watch.close();
        log.close();
    }
}
