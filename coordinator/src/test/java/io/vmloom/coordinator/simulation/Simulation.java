package io.vmloom.coordinator.simulation;

import io.vmloom.cipher.Secret;
import io.vmloom.cipher.SecretRef;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.ProgressListener;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.pipeline.ItemPipeline;
import io.vmloom.coordinator.pipeline.ItemSetting;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.pipeline.RangeSizing;
import io.vmloom.coordinator.pipeline.StagingSweep;
import io.vmloom.coordinator.state.ItemJournal;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.error.StoreException;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One item's conversion between objects of one bucket, with faults. */
final class Simulation implements AutoCloseable {
    /** Small ranges and parts, so that small disks have many. */
    static final RangeSizing SMALL_RANGES = likelyBytes -> 256 << 10;

    static final StoreCapabilities GAPS = new StoreCapabilities(true, 64 << 10, 400, 4 << 20);
    static final StoreCapabilities DENSE = new StoreCapabilities(false, 64 << 10, 400, 4 << 20);
    /** So few parts that larger targets need segments. */
    static final StoreCapabilities FEW = new StoreCapabilities(true, 64 << 10, 14, 4 << 20);

    /** Opens the targets that are encrypted. */
    static final Secret KEY = new Secret("correct horse".getBytes(StandardCharsets.US_ASCII));

    static final KeyAccess KEYS = new KeyAccess(World.KEYS, _ -> KEY);

    private static final String ITEM = "b00-sim-0";
    private static final Location.InBucket SOURCE = new Location.InBucket("sources", "disk");
    private static final Location.InBucket TARGET = new Location.InBucket("targets", "out/disk");

    private final MemoryObjectStore sources = new MemoryObjectStore(StoreCapabilities.S3);
    private final MemoryObjectStore store;
    private final World world;
    private final ItemPipeline pipeline;
    private final ConfiguredStores stores;
    private final RetryTerms retry;

    Simulation(long seed, Faults faults, StoreCapabilities capabilities, DispatchPolicy policy) {
        retry = policy.retry();
        SplittableRandom random = new SplittableRandom(seed);
        store = new MemoryObjectStore(capabilities);
        store.createBucket("targets");
        sources.createBucket("sources");
        NastyStore nastySources = new NastyStore(sources, random.split(), faults.source());
        NastyStore nastyTargets = new NastyStore(store, random.split(), faults.store());
        stores = new ConfiguredStores(bucket -> bucket.equals("sources") ? nastySources : nastyTargets);
        OpenLocalTargets localTargets = new OpenLocalTargets();
        world = new World(random.split(), faults, stores, localTargets);
        pipeline = new ItemPipeline(stores, localTargets, world, policy, world, world, SMALL_RANGES, KEYS);
    }

    static DispatchPolicy patient() {
        return new DispatchPolicy(6, Duration.ofSeconds(20), RetryTerms.ofRanges(12, Duration.ofMillis(100)));
    }

    /** For targets that need one. */
    static Optional<SecretRef> targetKey(String format, Map<String, String> options) {
        return format.equals("luks") || options.containsKey("encrypt.format")
                ? Optional.of(new SecretRef.Named("any"))
                : Optional.empty();
    }

    /** Another object, beside the source or beside the target. */
    void put(Location.InBucket object, byte[] bytes) {
        MemoryObjectStore of = object.bucket().equals(SOURCE.bucket()) ? sources : store;
        of.put(object, Content.of(bytes), Map.of(), Precondition.NONE);
    }

    ItemOutcome convert(byte[] source, String format, Map<String, String> options, VerifyLevel verify) {
        return convert(source, Trust.DEFAULT, format, options, verify);
    }

    ItemOutcome convert(byte[] source, Trust trust, String format, Map<String, String> options, VerifyLevel verify) {
        sources.put(SOURCE, Content.of(source), Map.of(), Precondition.NONE);
        ConversionRequest request = new ConversionRequest(
                        ITEM, "disk", SOURCE, "auto", "", trust, TARGET, format, options, verify, OverwritePolicy.KEEP)
                .withTargetKey(targetKey(format, options));
        ItemOutcome outcome = pipeline.run(request, setting(ProgressListener.NONE), ItemJournal.keepingNothing(ITEM));
        world.wakeTheDead();
        for (int i = 0; i < 20; i++) {
            StagingSweep.run(stores, "b00-sim-", List.of(request));
        }
        return outcome;
    }

    /** Into a file of this host. */
    ItemOutcome convertToFile(
            byte[] source, Path target, String format, Map<String, String> options, ProgressListener progress) {
        sources.put(SOURCE, Content.of(source), Map.of(), Precondition.NONE);
        ConversionRequest request = new ConversionRequest(
                ITEM,
                "disk",
                SOURCE,
                "auto",
                "",
                new Location.OnDisk(target),
                format,
                options,
                VerifyLevel.DIGEST,
                OverwritePolicy.KEEP);
        return pipeline.run(request, setting(progress), ItemJournal.keepingNothing(ITEM));
    }

    private ItemSetting setting(ProgressListener progress) {
        return ItemSetting.alone(world, retry, progress, new Cancellation());
    }

    /** Empty when nothing stands under the target's name. */
    Optional<WrittenTarget> target() {
        return WrittenTarget.in(store, TARGET);
    }

    /** Keys of all that is staged, of extents without their target, and uploads. */
    List<String> leftovers() {
        List<String> keys = new ArrayList<>();
        Location.InBucket everything = new Location.InBucket("targets", ".");
        store.list(everything, object -> keys.add(object.location().toString()));
        store.listUploads(everything).forEach(upload -> keys.add("upload of " + upload.target()));
        store.listUploads(TARGET).forEach(upload -> keys.add("upload of " + upload.target()));
        if (target().isEmpty()) {
            keys.addAll(WrittenTarget.beside(store, TARGET).keySet());
        }
        return keys;
    }

    int taskRuns() {
        return world.runs();
    }

    @Override
    public void close() {
        world.close();
    }

    static boolean transientFailure(ItemOutcome outcome) {
        return outcome instanceof ItemOutcome.Failed failed
                && (failed.code() == StoreException.unavailable("", "", null).code());
    }
}
