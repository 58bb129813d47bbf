package io.vmloom.cli.engine;

import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.EmbeddedKafka;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.s3.S3ObjectStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.LoggerFactory;

/** A broker, an S3 server, a coordinator and workers in this process: everything a cluster has, but on one machine. */
public final class EmbeddedCluster implements AutoCloseable {
    private static final Executor START =
            command -> Thread.ofPlatform().name("start").start(command);

    private final EmbeddedKafka kafka;
    private final EmbeddedS3 s3;
    private final Engine engine;

    private EmbeddedCluster(EmbeddedKafka kafka, EmbeddedS3 s3, Engine engine) {
        this.kafka = kafka;
        this.s3 = s3;
        this.engine = engine;
    }

    /**
     * Starts everything; what was stored in the directory before is still there.
     *
     * @param workers how many workers, which share the cores
     */
    public static EmbeddedCluster start(DataDirectory data, int workers) {
        LoggerFactory.getILoggerFactory(); // here, because two threads at once would warn about each other
        CompletableFuture<EmbeddedKafka> kafka =
                CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(data.broker()), START);
        CompletableFuture<EmbeddedS3> s3 = CompletableFuture.supplyAsync(() -> EmbeddedS3.start(data.objects()), START);
        try {
            EmbeddedKafka broker = started(kafka);
            EmbeddedS3 store = started(s3);
            Stores stores = ConfiguredStores.of(S3ObjectStore.open(store.settings()));
            int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
            Transport transport = Transport.kafka(KafkaSettings.at(broker.bootstrapServers()), stores);
            return new EmbeddedCluster(broker, store, new Engine(stores, transport, workers, slots));
        } catch (RuntimeException e) {
            kafka.thenAccept(EmbeddedKafka::close);
            s3.thenAccept(EmbeddedS3::close);
            throw e;
        }
    }

    private static <T> T started(CompletableFuture<T> server) {
        try {
            return server.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    public Engine engine() {
        return engine;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedS3 s3() {
        return s3;
    }

    @Override
    public void close() {
        engine.close();
        s3.close();
        kafka.close();
    }
}
