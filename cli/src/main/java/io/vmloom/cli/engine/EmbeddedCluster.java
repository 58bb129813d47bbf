package io.vmloom.cli.engine;

import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.EmbeddedKafka;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.s3.S3ObjectStore;

/** A broker, an S3 server, a coordinator and workers in this process: everything a cluster has, but on one machine. */
public final class EmbeddedCluster implements AutoCloseable {
    private final EmbeddedServers servers;
    private final EmbeddedKafka kafka;
    private final EmbeddedS3 s3;
    private final Engine engine;

    private EmbeddedCluster(EmbeddedServers servers, int workers) {
        this.servers = servers;
        this.kafka = servers.kafka().orElseThrow();
        this.s3 = servers.s3().orElseThrow();
        Stores stores = ConfiguredStores.of(S3ObjectStore.open(s3.settings()));
        int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
        Transport transport = Transport.kafka(KafkaSettings.at(kafka.bootstrapServers()), stores);
        this.engine = new Engine(stores, transport, workers, slots);
    }

    /**
     * Starts everything; what was stored in the directory before is still there.
     *
     * @param workers how many workers, which share the cores
     */
    public static EmbeddedCluster start(DataDirectory data, int workers) {
        EmbeddedServers servers = EmbeddedServers.start(data);
        try {
            return new EmbeddedCluster(servers, workers);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
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
        servers.close();
    }
}
