package io.vmloom.coordinator.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.dispatch.ResultInbox;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.DigestedFile;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.ProgressListener;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.pipeline.ItemPipeline;
import io.vmloom.coordinator.pipeline.ItemSetting;
import io.vmloom.coordinator.pipeline.StagingSweep;
import io.vmloom.coordinator.state.ItemHistory;
import io.vmloom.coordinator.state.ItemJournal;
import io.vmloom.coordinator.state.RecordedState;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.Recovery;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.fragment.TaskResult;
import io.vmloom.machine.RuleWords;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.RecordLog;
import io.vmloom.queue.TaskPublisher;
import io.vmloom.queue.local.LocalRecords;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.Precondition;
import io.vmloom.store.StagingKeys;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A batch of one item in a world of workers and stores that outlives its coordinators. */
final class Lives implements AutoCloseable {
    private static final String BATCH = "b00-SIM";
    private static final Location.InBucket SOURCE = new Location.InBucket("sources", "disk");
    private static final Location.InBucket TARGET = new Location.InBucket("targets", "out/disk");

    private final SplittableRandom random;
    private final MemoryObjectStore sources = new MemoryObjectStore(StoreCapabilities.S3);
    private final MemoryObjectStore targets;
    private final ObjectStore nastySources;
    private final ObjectStore nastyTargets;
    private final LocalRecords records = new LocalRecords(BatchIds.PARTITIONS);
    private final DispatchPolicy policy;
    private final World world;
    private final ConversionRequest request;
    private int calls;
    private int givenOut;

    Lives(
            long seed,
            Faults faults,
            StoreCapabilities capabilities,
            byte[] source,
            String format,
            Map<String, String> options,
            VerifyLevel verify) {
        this(seed, faults, capabilities, source, Trust.DEFAULT, format, options, verify, OverwritePolicy.KEEP);
    }

    Lives(
            long seed,
            Faults faults,
            StoreCapabilities capabilities,
            byte[] source,
            Trust trust,
            String format,
            Map<String, String> options,
            VerifyLevel verify,
            OverwritePolicy overwrite) {
        this(seed, faults, capabilities, source, trust, format, options, verify, overwrite, Making.DISK);
    }

    /** One whose item is the configuration of a machine without disks. */
    static Lives ofMachine(long seed, Faults faults, StoreCapabilities capabilities, byte[] config, String kind) {
        return new Lives(
                seed,
                faults,
                capabilities,
                config,
                Trust.DEFAULT,
                kind,
                Map.of(),
                VerifyLevel.DIGEST,
                OverwritePolicy.KEEP,
                new Making.Config(new MachineOrder(Optional.of(SOURCE), RuleWords.NONE, List.of())));
    }

    /** One whose item is a package of disks that are staged already, each named in the configuration by its number. */
    static Lives ofPackage(
            long seed,
            Faults faults,
            StoreCapabilities capabilities,
            byte[] config,
            List<byte[]> disks,
            VerifyLevel verify) {
        List<MachineDisk> made = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            String name = "disk-disk" + (i + 1) + ".vmdk";
            made.add(new MachineDisk(
                    i + ".vmdk", name, BATCH + "-" + (i + 1), StagingKeys.of(TARGET, BATCH + "-0", name), "vmdk"));
        }
        Lives lives = new Lives(
                seed,
                faults,
                capabilities,
                config,
                Trust.DEFAULT,
                "ova",
                Map.of(),
                verify,
                OverwritePolicy.KEEP,
                new Making.Appliance(new MachineOrder(Optional.of(SOURCE), RuleWords.NONE, made)));
        for (int i = 0; i < disks.size(); i++) {
            lives.put((Location.InBucket) made.get(i).target(), disks.get(i));
        }
        return lives;
    }

    /** One whose item is the list of digests of these files, which stand beside it, the descriptor first. */
    static Lives ofDigests(long seed, Faults faults, StoreCapabilities capabilities, Map<String, byte[]> files) {
        List<DigestedFile> all = new ArrayList<>();
        for (String name : files.keySet()) {
            all.add(new DigestedFile(name, BATCH + "-" + (all.size() + 1), TARGET.sibling(name)));
        }
        Lives lives = new Lives(
                seed,
                faults,
                capabilities,
                new byte[1],
                Trust.DEFAULT,
                "mf",
                Map.of(),
                VerifyLevel.DIGEST,
                OverwritePolicy.KEEP,
                new Making.Digests(all.getFirst(), all.subList(1, all.size())));
        files.forEach((name, bytes) -> lives.put(TARGET.sibling(name), bytes));
        return lives;
    }

    private Lives(
            long seed,
            Faults faults,
            StoreCapabilities capabilities,
            byte[] source,
            Trust trust,
            String format,
            Map<String, String> options,
            VerifyLevel verify,
            OverwritePolicy overwrite,
            Making making) {
        random = new SplittableRandom(seed);
        targets = new MemoryObjectStore(capabilities);
        targets.createBucket("targets");
        sources.createBucket("sources");
        sources.put(SOURCE, Content.of(source), Map.of(), Precondition.NONE);
        nastySources = new NastyStore(sources, random.split(), faults.source());
        nastyTargets = new NastyStore(targets, random.split(), faults.store());
        policy = Simulation.patient();
        world = new World(random.split(), faults, stores(nastySources, nastyTargets), new OpenLocalTargets());
        request = new ConversionRequest(
                        BATCH + "-0", "disk", SOURCE, "auto", "", trust, TARGET, format, options, verify, overwrite)
                .withTargetKey(Simulation.targetKey(format, options))
                .withMaking(making);
    }

    /** Another object, beside the source or beside the target. */
    void put(Location.InBucket object, byte[] bytes) {
        MemoryObjectStore of = object.bucket().equals(SOURCE.bucket()) ? sources : targets;
        of.put(object, Content.of(bytes), Map.of(), Precondition.NONE);
    }

    /** The batch is submitted; whoever has heard of that may rely on its end. */
    void submit() {
        StateLog log = new RecordedState(claimed());
        List<ConversionRequest> all = new ArrayList<>(parts());
        all.add(request);
        log.append(new StateRecord.BatchSubmitted(new Batch(BATCH, "sim", all), Instant.EPOCH));
        for (ConversionRequest part : parts()) {
            ItemOutcome made = new ItemOutcome.Skipped("raw", 1, 1, 1, List.of(), Optional.empty());
            log.append(new StateRecord.ItemEnded(part.id(), made, Duration.ZERO));
        }
    }

    /** The items that made what the item is made of. */
    private List<ConversionRequest> parts() {
        return switch (request.making()) {
            case Making.Disk _ -> List.of();
            case Making.Config(MachineOrder order) -> parts(order);
            case Making.Appliance(MachineOrder order) -> parts(order);
            case Making.Digests digests ->
                digests.files().stream()
                        .map(file -> part(file.item(), file.name(), file.target(), "raw"))
                        .toList();
        };
    }

    private static List<ConversionRequest> parts(MachineOrder order) {
        return order.disks().stream()
                .map(disk -> part(disk.item(), disk.file(), disk.target(), disk.format()))
                .toList();
    }

    private static ConversionRequest part(String id, String name, Location target, String format) {
        return new ConversionRequest(
                id, name, SOURCE, "auto", "", target, format, Map.of(), VerifyLevel.DIGEST, OverwritePolicy.REPLACE);
    }

    /** Somebody asks for the end; it is durable at once, and the living coordinator hears of it at its n-th poll. */
    record CancelAt(int poll) {
        static final CancelAt NEVER = new CancelAt(Integer.MAX_VALUE);
    }

    /** A coordinator that dies at one of its first calls; the outcome, if it had come to an end by then. */
    Optional<ItemOutcome> dieWithin(int calls, CancelAt cancel) {
        return live(new Life(random.nextInt(1, calls), random.nextBoolean()), cancel);
    }

    /** Somebody asks for the end while no coordinator lives. */
    void cancel() {
        new RecordedState(claimed()).append(new StateRecord.CancelRequested(BATCH, Instant.EPOCH));
    }

    /** The outcome, unless this coordinator died. */
    Optional<ItemOutcome> live(Life life, CancelAt cancel) {
        if (random.nextBoolean()) {
            records.compact();
        }
        try {
            return Optional.of(run(life, cancel));
        } catch (Life.Death e) {
            world.loseResults();
            return Optional.empty();
        } finally {
            calls = life.made();
        }
    }

    /** One that lives as long as it takes. */
    ItemOutcome live() {
        return live(Life.endless(), CancelAt.NEVER).orElseThrow();
    }

    /** How many calls the last coordinator made. */
    int calls() {
        return calls;
    }

    /** How many conversions of ranges were given out for the first time by a coordinator. */
    int givenOut() {
        return givenOut;
    }

    /** Somebody writes another image over the source. */
    void changeSource(byte[] other) {
        sources.put(SOURCE, Content.of(other), Map.of(), Precondition.NONE);
    }

    /** Somebody made a target long ago, of two files. */
    WrittenTarget makeOldTarget() {
        targets.put(TARGET, Content.of("an old descriptor".getBytes(UTF_8)), Map.of(), Precondition.NONE);
        targets.put(
                TARGET.sibling("disk-flat"), Content.of("an old extent".getBytes(UTF_8)), Map.of(), Precondition.NONE);
        return target().orElseThrow();
    }

    /** Somebody aborts every upload, as a bucket's rule for old ones does. */
    void abortUploads() {
        targets.listUploads(TARGET).forEach(targets::abort);
    }

    /** What stalled workers still do, and what the end of a batch sweeps up. */
    void settle() {
        world.wakeTheDead();
        for (int i = 0; i < 20; i++) {
            StagingSweep.run(stores(sources, targets), BATCH + "-", List.of(request));
        }
    }

    Optional<WrittenTarget> target() {
        return WrittenTarget.in(targets, TARGET);
    }

    /** Somebody removes all that is staged. */
    void removeStaged() {
        request.making().parts().forEach(part -> targets.delete((Location.InBucket) part));
    }

    /** Somebody removes a file that stands beside the target. */
    void removeDigested(String name) {
        targets.delete(TARGET.sibling(name));
    }

    /** Somebody else made what stands in the target's place. */
    void putTarget(byte[] bytes) {
        put(TARGET, bytes);
    }

    List<String> leftovers() {
        List<String> found = new ArrayList<>();
        Location.InBucket staging = new Location.InBucket("targets", ".vmloom");
        targets.list(staging, object -> found.add(object.location().toString()));
        targets.listUploads(staging).forEach(upload -> found.add("upload of " + upload.target()));
        targets.listUploads(TARGET).forEach(upload -> found.add("upload of " + upload.target()));
        if (target().isEmpty()) {
            found.addAll(WrittenTarget.beside(targets, TARGET).keySet());
        }
        return found;
    }

    /** What the log says of the batch. */
    RecoveredBatch recorded() {
        List<RecoveredBatch> all = Recovery.in(new RecordedState(records.open()), 0);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private ItemOutcome run(Life life, CancelAt cancel) {
        RecordLog opened = claimed();
        // Reading the log changes nothing, so that no moment of it is another one to die at.
        List<RecoveredBatch> unfinished = Recovery.in(new RecordedState(opened), 0).stream()
                .filter(batch -> !batch.over())
                .toList();
        StateLog log = new RecordedState(life.through(RecordLog.class, opened));
        if (unfinished.isEmpty()) {
            return recorded().history(request).ended().orElseThrow().outcome();
        }
        RecoveredBatch batch = unfinished.getFirst();
        Cancellation cancellation = new Cancellation();
        if (batch.orders().cancelled()) {
            cancellation.cancel();
        }
        ItemHistory history = batch.history(request);
        ItemPipeline pipeline = new ItemPipeline(
                stores(life.through(ObjectStore.class, nastySources), life.through(ObjectStore.class, nastyTargets)),
                new OpenLocalTargets(),
                life.through(TaskPublisher.class, watching(history)),
                policy,
                world,
                world,
                Simulation.SMALL_RANGES,
                Simulation.KEYS);
        ResultInbox inbox = life.through(ResultInbox.class, world);
        int[] polls = {0};
        ResultInbox cancelling = timeout -> {
            if (polls[0]++ == cancel.poll()) {
                log.append(new StateRecord.CancelRequested(BATCH, Instant.EPOCH));
                cancellation.cancel();
            }
            return inbox.poll(timeout);
        };
        ItemOutcome outcome = pipeline.run(
                request,
                ItemSetting.alone(cancelling, policy.retry(), ProgressListener.NONE, cancellation),
                new ItemJournal(request.id(), log, history));
        log.append(new StateRecord.BatchEnded(BATCH, Instant.EPOCH));
        return outcome;
    }

    /** Passes tasks on; none may convert a range that was accepted before this coordinator lived. */
    private TaskPublisher watching(ItemHistory history) {
        Set<Integer> accepted = new HashSet<>();
        history.accepted().stream().map(TaskResult.Converted::id).forEach(id -> accepted.add(id.index()));
        Set<Integer> given = new HashSet<>();
        int generation = history.begun().map(StateRecord.ItemBegun::generation).orElse(-1);
        return new TaskPublisher() {
            @Override
            public void publish(Task task) {
                if (task instanceof Task.Convert convert) {
                    int range = convert.id().index();
                    assertThat(convert.id().generation() == generation && accepted.contains(range))
                            .as("%s was accepted before", convert.id())
                            .isFalse();
                    givenOut += given.add(range) ? 1 : 0;
                }
                world.publish(task);
            }

            @Override
            public void close() {}
        };
    }

    private RecordLog claimed() {
        RecordLog log = records.open();
        log.claim(Set.of(0));
        return log;
    }

    private static ConfiguredStores stores(ObjectStore forSources, ObjectStore forTargets) {
        return new ConfiguredStores(bucket -> bucket.equals("sources") ? forSources : forTargets);
    }

    @Override
    public void close() {
        world.close();
    }
}
