package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.embedded.EmbeddedKafka;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Endpoint;
import io.vmloom.store.s3.S3ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real broker and a real store, looked at before they are used, after, and spoilt. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorTest {
    private Path folder;
    private EmbeddedKafka broker;
    private EmbeddedS3 store;

    @BeforeAll
    void start(@TempDir Path directory) {
        folder = directory;
        broker = EmbeddedKafka.start(folder.resolve("kafka"));
        store = EmbeddedS3.start(folder.resolve("objects"));
        store.createBucket("disks");
    }

    @AfterAll
    void stop() {
        store.close();
        broker.close();
    }

    @Test
    void whatWasNeverUsedIsFineButForTheOneBroker() throws Exception {
        Command.Outcome found = doctor("fresh", "--target", "s3://disks/out/").ended(ExitCode.DONE);

        assertThat(found.out())
                .contains("doubtful  brokers: 1 broker answers; for production use three or more")
                .contains("good      topic fresh.tasks.v1.default.0: is not there yet; the coordinator makes it")
                .contains("good      bucket disks: multipart upload: parts 1 and 3 became an object")
                .contains("good      clock: ")
                .doesNotContain("wrong");
    }

    @Test
    void whatACoordinatorMadeIsAsItShouldBe() throws Exception {
        KafkaSettings settings = KafkaSettings.at(broker.bootstrapServers()).withPrefix("used.");
        KafkaQueues.open(settings, ConfiguredStores.of(S3ObjectStore.open(store.settings())))
                .stateLog()
                .close();

        assertThat(doctor("used").ended(ExitCode.DONE).out())
                .contains("topic used.tasks.v1.default.0: 1 partitions, without a replica")
                .contains("good      group used.workers.default.0, share.auto.offset.reset: earliest")
                .doesNotContain("wrong");
    }

    @Test
    void aTopicThatSomebodyElseMadeIsFound() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("spoilt.tasks.v1.default.0", 3, (short) 1)))
                    .all()
                    .get();
        }

        assertThat(doctor("spoilt").ended(ExitCode.FAILED).out())
                .contains("wrong     topic spoilt.tasks.v1.default.0: has 3 partitions where 1 are needed")
                .contains("wrong     group spoilt.workers.default.0, share.auto.offset.reset: is 'latest'");
    }

    @Test
    void bucketsAndImagesThatAreNotThereAreNamedAndTheRestIsLookedAt() throws Exception {
        Command.Outcome found =
                doctor("fresh", "--target", "s3://none/out/", "--source", "s3://disks/web.vmdk", "--json");

        found.ended(ExitCode.FAILED);
        assertThat(found.out())
                .contains("\"verdict\" : \"wrong\"")
                .contains("bucket none (of s3://none/out/")
                .contains("s3://disks/web.vmdk does not exist");
    }

    private Command.Outcome doctor(String prefix, Object... arguments) throws IOException {
        S3Credentials.KeyPair keys = (S3Credentials.KeyPair) store.settings().credentials();
        URI endpoint = ((S3Endpoint.At) store.settings().endpoint()).uri();
        Path file = Files.writeString(folder.resolve(prefix + ".env"), """
                kafka.servers=%s
                kafka.prefix=%s.
                s3.endpoint=%s
                s3.region=us-east-1
                s3.access-key-id=%s
                s3.secret-access-key=%s
                s3.patience=1s
                """.formatted(
                        broker.bootstrapServers(), prefix, endpoint, keys.accessKeyId(), keys.secretAccessKey()));
        Object[] all = new Object[arguments.length + 3];
        all[0] = "doctor";
        all[1] = "--config";
        all[2] = file;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Command.run(all);
    }
}
