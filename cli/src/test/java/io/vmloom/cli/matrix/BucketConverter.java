package io.vmloom.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.engine.Engine;
import io.vmloom.cli.engine.Transport;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.store.Location;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.s3.S3ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A coordinator and workers in this process, on the objects of a bucket. */
final class BucketConverter implements Converter {
    private static final String BUCKET = "matrix";

    private final AtomicInteger batches = new AtomicInteger();
    private final EmbeddedS3 server;
    private final Path folder;
    private final Supplier<Transport> transport;

    /** @param transport makes one for each job; it is closed with it */
    BucketConverter(Path directory, Supplier<Transport> transport) {
        this.server = EmbeddedS3.start(directory);
        server.createBucket(BUCKET);
        this.folder = directory.resolve(BUCKET);
        this.transport = transport;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void convert(Job job) {
        String batch = "matrix" + batches.incrementAndGet();
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
                OverwritePolicy.REPLACE);
        ConfiguredStores stores = ConfiguredStores.of(S3ObjectStore.open(server.settings()));
        try (Engine engine = new Engine(stores, transport.get(), 1, job.workers())) {
            ItemOutcome outcome = engine.coordinator()
                    .run(new Batch(batch, batch, List.of(request)), 1, BatchListener.NONE, new Cancellation())
                    .getFirst()
                    .outcome();
            assertThat(outcome).isInstanceOf(ItemOutcome.Succeeded.class);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
