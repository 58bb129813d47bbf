package io.vmloom.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.SecretRef;
import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.engine.EmbeddedCluster;
import io.vmloom.cli.engine.Engine;
import io.vmloom.cli.engine.Transport;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.store.Location;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.s3.S3ObjectStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** A coordinator and workers in this process, on the objects of a bucket. */
final class BucketConverter implements Converter {
    private static final String BUCKET = "matrix";

    private final Path folder;
    private final IntFunction<Engine> engines;
    private final Runnable close;

    private BucketConverter(Path folder, IntFunction<Engine> engines, Runnable close) {
        this.folder = folder;
        this.engines = engines;
        this.close = close;
    }

    /** Queues in memory, and as many workers as a job asks for. */
    static BucketConverter withQueuesInMemory(Path directory) {
        EmbeddedS3 server = EmbeddedS3.start(directory);
        server.createBucket(BUCKET);
        Map<Integer, Engine> engines = new HashMap<>();
        IntFunction<Engine> engine = workers -> engines.computeIfAbsent(
                workers,
                slots -> new Engine(
                        ConfiguredStores.of(S3ObjectStore.open(server.settings())),
                        Transport.local(),
                        KeyWrap.ofThisProcess(),
                        1,
                        slots,
                        4));
        return new BucketConverter(directory.resolve(BUCKET), engine, () -> {
            engines.values().forEach(Engine::close);
            server.close();
        });
    }

    /** Queues of Kafka, and two workers for all jobs. */
    static BucketConverter withKafka(Path directory) {
        DataDirectory data = DataDirectory.open(directory);
        EmbeddedCluster cluster = EmbeddedCluster.start(data, 2, 4);
        cluster.s3().createBucket(BUCKET);
        return new BucketConverter(data.objects().resolve(BUCKET), workers -> cluster.engine(), () -> {
            cluster.close();
            data.close();
        });
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void convert(Job job) {
        String batch = BatchIds.next();
        ConversionRequest request = new ConversionRequest(
                        batch + "-0",
                        job.source(),
                        new Location.InBucket(BUCKET, job.source()),
                        job.sourceFormat(),
                        job.snapshot(),
                        new Location.InBucket(BUCKET, job.target()),
                        job.targetFormat(),
                        job.options(),
                        VerifyLevel.parse(job.verify()),
                        OverwritePolicy.REPLACE)
                .withTargetKey(job.targetKey().map(SecretRef.File::new));
        ItemOutcome outcome = engines.apply(job.workers())
                .coordinator()
                .run(new Batch(batch, batch, List.of(request)), BatchListener.NONE, new Cancellation())
                .getFirst()
                .outcome();
        assertThat(outcome).isInstanceOf(ItemOutcome.Succeeded.class);
    }

    @Override
    public void close() {
        close.run();
    }
}
