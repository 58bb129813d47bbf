package io.vmloom.coordinator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.LeavableWriter;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.StateWriter;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SweepingRunnerTest {
    private static final Batch BATCH =
            ManifestReader.read("m", """
            apiVersion: vmloom.io/v1
            name: exit
            items:
              - {source: {uri: s3://b/a}, output: {uri: s3://b/out/a.raw}}
            """.getBytes(UTF_8), Path.of("/")).batch("b00-x");
    private static final Location.InBucket STAGED = new Location.InBucket("b", ".vmloom/b00-x-0/front");
    private static final Duration SOON = Duration.ofMillis(50);

    private final MemoryObjectStore store = new MemoryObjectStore(StoreCapabilities.S3);
    private final LeavableWriter log = new LeavableWriter(StateWriter.NONE);

    SweepingRunnerTest() {
        store.createBucket("b");
    }

    @Test
    void whatALateWorkerStagesAfterTheEndIsRemoved() {
        run(sweeping(1_000));

        stage();

        await().until(() -> store.head(STAGED).isEmpty());
    }

    @Test
    void whatAnotherCoordinatorMayHaveUnderWayIsLeftAlone() {
        run(sweeping(10));
        log.leave();

        stage();

        assertItStays();
    }

    @Test
    void nothingIsRemovedOfABatchThatIsUnderWayAgain() {
        AtomicInteger runs = new AtomicInteger();
        SweepingRunner runner = new SweepingRunner(
                (_, _, _, _, _) -> {
                    if (runs.incrementAndGet() > 1) {
                        stage();
                        assertItStays();
                    }
                    return List.of();
                },
                ConfiguredStores.of(store),
                Collections.nCopies(1_000, SOON));
        run(runner);

        run(runner);

        await().until(() -> store.head(STAGED).isEmpty());
    }

    private SweepingRunner sweeping(int times) {
        return new SweepingRunner(
                (_, _, _, _, _) -> List.of(), ConfiguredStores.of(store), Collections.nCopies(times, SOON));
    }

    private void run(SweepingRunner runner) {
        runner.run(
                RecoveredBatch.fresh(BATCH, Instant.EPOCH),
                log,
                new Share(BATCH.terms()),
                BatchListener.NONE,
                new Cancellation());
    }

    private void assertItStays() {
        await().during(SOON.multipliedBy(10))
                .atMost(SOON.multipliedBy(100))
                .until(() -> store.head(STAGED).isPresent());
    }

    private void stage() {
        store.put(STAGED, Content.of(new byte[1]), Map.of(), Precondition.NONE);
    }
}
