package io.vmloom.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cli.embedded.TestBroker;
import io.vmloom.cli.embedded.TestStore;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.RequestException;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StagingKeys;
import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.s3.S3ObjectStore;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a cluster has, over its real transports, in one process. */
@Timeout(180)
class KafkaEngineTest {
    private static final String BUCKET = "disks";
    private static final int DISK_BYTES = 96 << 20;

    @TempDir
    private Path directory;

    @Test
    void anImageComesBackAsItWasThroughKafkaAndS3() {
        byte[] disk = randomDisk();
        try (TestStore s3 = TestStore.start(directory.resolve("s3"));
                TestBroker kafka = TestBroker.start(directory.resolve("kafka"))) {
            s3.createBucket(BUCKET);
            S3ObjectStore store = S3ObjectStore.open(s3.settings());
            Stores stores = new ConfiguredStores(bucket -> store);
            Transport transport =
                    Transport.kafka(KafkaSettings.at(kafka.bootstrapServers()).withResultPartitions(8), stores);
            try (Engine engine = new Engine(stores, transport, KeyWrap.ofThisProcess(), 2, 2, 1)) {
                store.put(at("a.raw"), Content.of(disk), Map.of(), Precondition.NONE);

                convert(engine, "there", at("a.raw"), "raw", at("b.qcow2"), "qcow2");
                convert(engine, "back", at("b.qcow2"), "qcow2", at("c.raw"), "raw");

                assertThat(read(store, at("c.raw"))).isEqualTo(disk);
                assertThat(staged(store)).isEmpty();
                assertThat(store.listUploads(at("c"))).isEmpty();
            }
        }
    }

    @Test
    void aTransportThatCanNotBeOpenedLeavesNoClientOpen() throws Exception {
        Stores none = new ConfiguredStores(bucket -> {
            throw new AssertionError(bucket);
        });
        try (TestBroker kafka = TestBroker.start(directory.resolve("kafka"))) {
            // No producer can be made with this, where all other clients can.
            KafkaSettings broken = KafkaSettings.at(kafka.bootstrapServers())
                    .withResultPartitions(1)
                    .withClientProperties(Map.of("client.id", "half-way", "compression.type", "nonsense"));

            assertThatExceptionOfType(RequestException.class).isThrownBy(() -> Transport.kafka(broken, none));

            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .queryNames(new ObjectName("kafka.*:*,id=half-way"), null))
                    .as("clients that are open")
                    .isEmpty();
        }
    }

    private static void convert(Engine engine, String name, Location source, String from, Location target, String to) {
        ConversionRequest request = new ConversionRequest(
                name + "-0", name, source, from, "", target, to, Map.of(), VerifyLevel.FULL, OverwritePolicy.KEEP);
        List<ItemReport> reports = engine.coordinator()
                .run(new Batch(name, name, List.of(request)), BatchListener.NONE, new Cancellation());
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isInstanceOfSatisfying(ItemOutcome.Succeeded.class, done -> {
                assertThat(done.virtualBytes()).isEqualTo(DISK_BYTES);
                assertThat(done.verified()).isEqualTo(VerifyLevel.FULL);
            });
        });
    }

    private static Location.InBucket at(String key) {
        return new Location.InBucket(BUCKET, key);
    }

    private static List<ObjectVersion> staged(S3ObjectStore store) {
        List<ObjectVersion> found = new ArrayList<>();
        store.list(StagingKeys.beginning(at("any"), ""), found::add);
        return found;
    }

    private static byte[] read(S3ObjectStore store, Location.InBucket location) {
        ObjectVersion version = store.head(location).orElseThrow();
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(version.sizeBytes()));
        store.read(version, 0, content);
        return content.array();
    }

    /** Noise, repetition and holes. */
    private static byte[] randomDisk() {
        Random random = new Random(7);
        byte[] disk = new byte[DISK_BYTES];
        for (int at = 0; at < DISK_BYTES; at += 1 << 20) {
            byte[] chunk = new byte[1 << 20];
            switch (random.nextInt(3)) {
                case 0 -> random.nextBytes(chunk);
                case 1 -> Arrays.fill(chunk, (byte) random.nextInt());
                default -> {}
            }
            System.arraycopy(chunk, 0, disk, at, chunk.length);
        }
        return disk;
    }
}
