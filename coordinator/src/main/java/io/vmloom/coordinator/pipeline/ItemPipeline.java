package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.dispatch.Pause;
import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.coordinator.dispatch.TaskBoard;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OrderedDisks;
import io.vmloom.coordinator.state.ItemJournal;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.FencedException;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One image from source to published target. Every failure becomes an outcome, and leaves neither a partial target nor
 * an upload behind. When its process dies, another one goes on by the journal: what is to be done to a store stands
 * there before it is done, and the outcome before anything is removed. Thread-safe; each item runs on a thread of its
 * own.
 */
public final class ItemPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(ItemPipeline.class);

    private final Stores stores;
    private final LocalFiles files;
    private final TaskPublisher tasks;
    private final DispatchPolicy policy;
    private final InstantSource clock;
    private final Pause pause;
    private final RangeSizing sizing;
    private final KeyAccess keys;
    private final Optional<Consumer<MeasureStep.Measure>> planned;

    public ItemPipeline(
            Stores stores,
            OpenLocalTargets localTargets,
            TaskPublisher tasks,
            DispatchPolicy policy,
            InstantSource clock,
            Pause pause,
            RangeSizing sizing,
            KeyAccess keys) {
        this(
                stores,
                new WrittenFiles(localTargets, stores),
                tasks,
                policy,
                clock,
                pause,
                sizing,
                keys,
                Optional.empty());
    }

    private ItemPipeline(
            Stores stores,
            LocalFiles files,
            TaskPublisher tasks,
            DispatchPolicy policy,
            InstantSource clock,
            Pause pause,
            RangeSizing sizing,
            KeyAccess keys,
            Optional<Consumer<MeasureStep.Measure>> planned) {
        this.keys = keys;
        this.planned = planned;
        this.stores = stores;
        this.files = files;
        this.tasks = tasks;
        this.policy = policy;
        this.clock = clock;
        this.pause = pause;
        this.sizing = sizing;
    }

    /**
     * One that does all that it does otherwise, but writes nothing on this host.
     *
     * @param stores that forget what is written to them
     * @param keep remembers what a file of this host would be
     * @param tasks whose results are made up
     * @param planned hears of every plan
     */
    public static ItemPipeline rehearsing(
            Stores stores,
            BiFunction<Location.OnDisk, Content, ObjectVersion> keep,
            TaskPublisher tasks,
            DispatchPolicy policy,
            RangeSizing sizing,
            KeyAccess keys,
            Consumer<MeasureStep.Measure> planned) {
        return new ItemPipeline(
                stores,
                new RehearsedFiles(keep),
                tasks,
                policy,
                InstantSource.system(),
                Pause.REAL,
                sizing,
                keys,
                Optional.of(planned));
    }

    /**
     * Converts one image, or goes on where the journal ends.
     *
     * @throws FencedException when another coordinator has taken over; nothing was touched since
     * @throws ConversionException when the journal can not even keep the outcome; another run goes on
     */
    public ItemOutcome run(ConversionRequest request, ItemSetting setting, ItemJournal journal) {
        ItemContext item = context(request, setting, journal);
        Optional<ItemOutcome> before = journal.history().ended().map(StateRecord.ItemEnded::outcome);
        if (before.isPresent()) {
            clean(item, before.get());
            removeParts(request);
            return before.get();
        }
        Instant started = clock.instant();
        ItemOutcome reached = attempt(item, setting, journal);
        for (int attempt = 2; mayTryAgain(reached, attempt, setting); attempt++) {
            item.cleaning().run(journal::startNext);
            if (!clean(item, Leftovers::removeBeforeNextRun)) {
                break;
            }
            LOG.atInfo()
                    .addKeyValue("item", request.id())
                    .addKeyValue("outcome", reached)
                    .log("item is tried again");
            pause.of(setting.retry().backoffBefore(attempt));
            journal.toNext();
            item = context(request, setting, journal);
            reached = attempt(item, setting, journal);
        }
        ItemOutcome outcome = end(item, journal, reached, Duration.between(started, clock.instant()));
        removeParts(request);
        return outcome;
    }

    /** What waited on this host to be put into the target. */
    private void removeParts(ConversionRequest request) {
        for (Location part : request.making().parts()) {
            if (part instanceof Location.OnDisk file) {
                files.remove(file);
            }
        }
    }

    private static boolean mayTryAgain(ItemOutcome reached, int attempt, ItemSetting setting) {
        return reached instanceof ItemOutcome.Failed failed
                && failed.retryable()
                && attempt <= setting.retry().itemAttempts()
                && !setting.cancellation().isCancelled();
    }

    private static ItemOutcome end(ItemContext item, ItemJournal journal, ItemOutcome outcome, Duration took) {
        item.cleaning().run(() -> journal.end(outcome, took));
        clean(item, outcome);
        return outcome;
    }

    private ItemContext context(ConversionRequest request, ItemSetting setting, ItemJournal journal) {
        boolean lasting = request.target() instanceof Location.InBucket;
        DispatchPolicy patience = policy.withRetry(setting.retry());
        return new ItemContext(
                request,
                setting.whole(),
                stores,
                new ItemTasks(
                        request.id(),
                        new TaskBoard(
                                tasks,
                                setting.inbox(),
                                patience,
                                clock,
                                setting.cancellation(),
                                setting.lane(),
                                event -> setting.progress().work(request, event)),
                        keys.wrap(),
                        journal.run()),
                // A file under construction is lost with the process that writes it.
                lasting ? journal : ItemJournal.keepingNothing(request.id()),
                new Retries(patience, pause, setting.cancellation()),
                new Retries(patience, pause, new Cancellation()));
    }

    private static boolean clean(ItemContext item, ItemOutcome outcome) {
        return clean(item, leftovers -> leftovers.removeAfter(outcome));
    }

    /** Whether nothing is left of what was begun. */
    private static boolean clean(ItemContext item, Predicate<Leftovers> removal) {
        boolean mayBeStaged = item.journal().begun()
                || item.request().trust().maxUnpackedBytes().isPresent()
                || !item.request().making().parts().isEmpty();
        if (!mayBeStaged || !(item.request().target() instanceof Location.InBucket target)) {
            return true;
        }
        boolean removed = removal.test(new Leftovers(item, target));
        if (removed) {
            item.cleaning().run(item.journal()::forget);
        }
        return removed;
    }

    private ItemOutcome attempt(ItemContext item, ItemSetting setting, ItemJournal journal) {
        ConversionRequest request = item.request();
        try {
            setting.cancellation().check(request.source().toString());
            item.retries().run(journal::start);
            return make(item, setting);
        } catch (FencedException e) {
            throw e;
        } catch (ConversionException e) {
            LOG.atDebug().addKeyValue("item", request.id()).setCause(e).log("item failed");
            return new ItemOutcome.Failed(e.code(), String.valueOf(e.getMessage()), e.retryable());
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("item", request.id()).setCause(e).log("item failed by a fault");
            return new ItemOutcome.Failed(
                    ErrorCode.INTERNAL, request.source() + ": " + e + "; this is a fault in vmloom, please report it");
        }
    }

    private ItemOutcome make(ItemContext item, ItemSetting setting) {
        ConversionRequest request = item.request();
        Progress progress = new Progress(request, setting.progress());
        InspectStep inspect = new InspectStep(new RetriedStores(stores, item.retries()), keys.secrets());
        return switch (request.making()) {
            case Making.Disk _ -> new DiskStep(item, files, inspect, keys, sizing, planned).run(progress);
            case Making.Config(MachineOrder order) ->
                new ConfigStep(item, files, setting.parts())
                        .run(order, OrderedDisks.made(request.target(), order, setting.parts()), progress);
            case Making.Appliance(MachineOrder order) ->
                new PackageStep(item, files, inspect, setting, planned)
                        .run(order, OrderedDisks.made(request.target(), order, setting.parts()), progress);
            case Making.Digests digests ->
                new DigestsStep(item, files, setting.parts(), planned).run(digests, progress);
        };
    }
}
