package io.vmloom.coordinator.app;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.dispatch.Pause;
import io.vmloom.coordinator.dispatch.ResultRouter;
import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.pipeline.DigestPipeline;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.coordinator.pipeline.ItemPipeline;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.pipeline.RangeSizing;
import io.vmloom.coordinator.pipeline.StagingSweep;
import io.vmloom.coordinator.report.ReportObjects;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.state.StateWriter;
import io.vmloom.digest.GuestDigest;
import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.ResultSubscriber;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Runs batches: a Vert.x application with a verticle for each batch and one, on a virtual thread, for each item. */
public final class Coordinator implements AutoCloseable {
    /** How late the opening of a time window may be noticed. */
    private static final Duration REVIEW = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Stores stores;
    private final ResultRouter results;
    private final OpenLocalTargets localTargets;
    private final TaskPublisher tasks;
    private final DispatchPolicy policy;
    private final KeyAccess keys;
    private final DigestPipeline digests;
    private final Retries retries;
    private final Schedule schedule;

    /** Starts a coordinator whose work ends with its process; see the other constructor. */
    public Coordinator(
            Stores stores,
            OpenLocalTargets localTargets,
            TaskPublisher tasks,
            ResultSubscriber results,
            DispatchPolicy policy,
            Schedule schedule) {
        this(stores, localTargets, tasks, results, policy, schedule, KeyAccess.NONE);
    }

    /**
     * Starts the coordinator.
     *
     * @param stores not closed here
     * @param tasks not closed here
     * @param results closed here
     * @param schedule for all that runs here
     * @param keys of encrypted images
     */
    public Coordinator(
            Stores stores,
            OpenLocalTargets localTargets,
            TaskPublisher tasks,
            ResultSubscriber results,
            DispatchPolicy policy,
            Schedule schedule,
            KeyAccess keys) {
        this.schedule = schedule;
        this.retries = new Retries(policy, Pause.REAL, new Cancellation());
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        this.stores = stores;
        this.results = new ResultRouter(results);
        this.localTargets = localTargets;
        this.tasks = tasks;
        this.policy = policy;
        this.keys = keys;
        this.digests = new DigestPipeline(tasks, policy, InstantSource.system(), keys.wrap());
        vertx.setPeriodic(REVIEW.toMillis(), timer -> schedule.review());
    }

    /**
     * Runs a batch to its end, as {@link #resume} does, and keeps nothing for another coordinator.
     *
     * @return one report per item, in the batch's order
     */
    public List<ItemReport> run(Batch batch, BatchListener listener, Cancellation cancellation) {
        RecoveredBatch fresh = RecoveredBatch.fresh(batch, Instant.now());
        return resume(fresh, StateWriter.NONE, new Share(batch.terms()), listener, cancellation);
    }

    /**
     * Runs a submitted batch to its end, whatever of it was done before; after a cancellation the items that had not
     * begun are reported as cancelled too. Blocks, and throws a {@link ConversionException} when the log can not be
     * written or belongs to another coordinator: the batch is then as it was left, for whoever goes on.
     *
     * @param log keeps what another coordinator has to know to go on
     * @param share by which its items get their turns
     * @return one report per item, in the batch's order
     */
    public List<ItemReport> resume(
            RecoveredBatch recovered, StateWriter log, Share share, BatchListener listener, Cancellation cancellation) {
        Batch batch = recovered.batch();
        String itemIds = batch.id() + "-";
        String tenant = batch.terms().tenant();
        Stores allowed = stores.onBehalfOf(tenant, itemIds);
        if (recovered.orders().cancelled()) {
            cancellation.cancel();
        }
        BatchVerticle verticle = new BatchVerticle(
                new ItemRunner(
                        pipeline(tenant, allowed), results, schedule.tasks(), share, log, listener, cancellation),
                recovered,
                schedule.items(),
                share,
                cancellation);
        // The items end by cancellation, which removes what they began; an interrupt must not skip that.
        try (PatientWait wait = new PatientWait()) {
            List<ItemReport> reports = wait.on(vertx.deployVerticle(verticle, new DeploymentOptions())
                    .compose(id -> verticle.reports()
                            .compose(done -> vertx.undeploy(id).map(done)))
                    .toCompletionStage()
                    .toCompletableFuture());
            schedule.tasks().forget(share);
            StagingSweep.run(allowed, itemIds, batch.items());
            new ReportObjects(allowed, retries).write(batch, reports).ifPresent(listener::reportFailed);
            StateRecord.BatchEnded end = new StateRecord.BatchEnded(batch.id(), Instant.now());
            retries.run(() -> log.append(end));
            return reports;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConversionException known) {
                throw known;
            }
            throw new InternalException("batch " + batch.id() + " broke off", e.getCause());
        }
    }

    private ItemPipeline pipeline(String tenant, Stores allowed) {
        return new ItemPipeline(
                allowed,
                localTargets,
                new TenantTasks(tasks, tenant),
                policy,
                InstantSource.system(),
                Pause.REAL,
                RangeSizing.STANDARD,
                keys.onBehalfOf(tenant));
    }

    /**
     * The guest digest of one image, by the workers; throws a {@link io.vmloom.error.ConversionException}.
     *
     * @param id unique among everything that runs at once
     * @param progress hears how many more bytes of data are done
     */
    public GuestDigest digest(String id, InspectedSource source, LongConsumer progress, Cancellation cancellation) {
        try (ResultRouter.Inbox inbox = results.open(id)) {
            return digests.run(id, source, inbox, progress, cancellation);
        }
    }

    @Override
    public void close() {
        results.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    static DeploymentOptions onVirtualThread() {
        return new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
    }
}
