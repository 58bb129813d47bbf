package io.vmloom.cli.engine;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.SecretRef;
import io.vmloom.cipher.Secrets;
import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.EmbeddedKafka;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.embedded.TaskKeyFile;
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

    private EmbeddedCluster(EmbeddedServers servers, KeyWrap keys, int workers, int items) {
        this.servers = servers;
        this.kafka = servers.kafka().orElseThrow();
        this.s3 = servers.s3().orElseThrow();
        Stores stores = ConfiguredStores.of(S3ObjectStore.open(s3.settings()));
        int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
        Transport transport = Transport.kafka(KafkaSettings.at(kafka.bootstrapServers()), stores);
        this.engine = new Engine(stores, transport, keys, workers, slots, items);
    }

    /**
     * Starts everything; what was stored in the directory before is still there.
     *
     * @param workers how many workers, which share the cores
     * @param items under way at once
     */
    public static EmbeddedCluster start(DataDirectory data, int workers, int items) {
        EmbeddedServers servers = EmbeddedServers.start(data);
        try {
            SecretRef key = new SecretRef.File(TaskKeyFile.make(data.path()));
            return new EmbeddedCluster(servers, KeyWrap.of(Secrets.OF_THIS_HOST.read(key)), workers, items);
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
