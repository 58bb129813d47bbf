package io.vmloom.cli.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.Peers;
import io.vmloom.testing.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a batch with secrets leaves behind in logs, topics, objects and answers. */
class SecretsTest {
    private static final String PASSPHRASE = "passphrase-4f1d-of-the-locked-disk";
    private static final String WEBHOOK_SECRET = "webhook-secret-77aa-of-the-receiver";
    private static final String TASKS_KEY = "key-of-tasks-0c92-which-all-hosts-share";
    private static final List<ChildCommand> CHILDREN = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static Configuration settings = Configuration.load(Optional.empty(), Map.of());
    private static String batch = "";
    private static String answers = "";

    @BeforeAll
    static void aBatchWithALockedSourceAndALockedTargetAndAWebhook() throws Exception {
        Peers.need("qemu-img");
        child(Map.of(), "up", "--roles", "broker,store", "--data", folder.resolve("data"))
                .awaitSaying(Pattern.compile("(vmloom is up)"));
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Path passphrase = Files.writeString(secrets.resolve("disk"), PASSPHRASE);
        Files.writeString(secrets.resolve("hook"), WEBHOOK_SECRET + "\n");
        lockDisk(passphrase, folder.resolve("data/s3/vmloom/locked.qcow2"));
        Path endpoints = folder.resolve("data/endpoints.env");
        settings = Configuration.load(Optional.of(endpoints), Map.of());
        Map<String, String> environment = Map.of(
                Setting.HTTP_PORT.variable(),
                "0",
                Setting.METRICS_PORT.variable(),
                "0",
                "VMLOOM_LOG_LEVEL",
                "TRACE",
                Setting.SECRETS_DIRECTORY.variable(),
                secrets.toString(),
                Setting.TASKS_KEY_FILE.variable(),
                Files.writeString(folder.resolve("tasks-key"), TASKS_KEY).toString(),
                Setting.WEBHOOKS_ALLOWED_HOSTS.variable(),
                "127.0.0.1");
        String server = child(environment, "coordinator", "--config", endpoints)
                .awaitSaying(Pattern.compile("API at (\\S+)\\s"));
        child(environment, "worker", "--config", endpoints).awaitSaying(Pattern.compile("metrics at (\\S+)\\s"));
        convert(server);
    }

    private static void convert(String server) throws IOException {
        Path manifest = Files.writeString(folder.resolve("batch.yaml"), """
                apiVersion: vmloom.io/v1
                name: locked
                report: {uri: "s3://vmloom/reports/"}
                webhooks: [{url: "https://127.0.0.1:1/ended", secret: {secret: hook}}]
                items:
                  - source: {uri: "s3://vmloom/locked.qcow2", key: {secret: disk}}
                    output: {uri: "s3://vmloom/open.vmdk"}
                  - source: {uri: "s3://vmloom/locked.qcow2", key: {secret: disk}}
                    output: {uri: "s3://vmloom/again.qcow2", key: {secret: disk}, options: {encrypt.format: luks}}
                """);
        Command.Outcome submitted =
                Command.run("submit", manifest, "--server", server, "--json").succeeded();
        batch = JsonMapper.shared().readTree(submitted.out()).get("id").asString();
        Command.Outcome watched =
                Command.run("watch", batch, "--server", server).succeeded();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> CHILDREN.get(1).err().contains("a message was not taken yet"));
        answers = Stream.of(
                        submitted,
                        watched,
                        Command.run("status", batch, "--server", server, "--json"),
                        Command.run("report", batch, "--server", server, "--json"))
                .map(answer -> answer.succeeded().out() + answer.err())
                .reduce("", String::concat);
    }

    @AfterAll
    static void stop() throws IOException {
        for (ChildCommand child : CHILDREN) {
            child.close();
        }
    }

    @Test
    void logsHoldNoneOfThem() throws IOException {
        assertThat(CHILDREN.get(1).err()).contains(batch);
        assertThat(CHILDREN.get(2).err()).contains(batch);
        for (ChildCommand child : CHILDREN) {
            assertHoldsNoSecret(child.err());
        }
    }

    @Test
    void topicsHoldNoneOfThem() {
        List<String> messages = messages();

        assertThat(messages).anyMatch(message -> message.contains("locked.qcow2"));
        assertThat(messages).anyMatch(message -> message.contains("https://127.0.0.1:1/ended"));
        messages.forEach(SecretsTest::assertHoldsNoSecret);
    }

    @Test
    void reportsAndTargetsHoldNoneOfThem() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data/s3"))) {
            List<Path> objects = files.filter(Files::isRegularFile).toList();
            assertThat(objects).anyMatch(file -> file.endsWith("report.jsonl"));
            assertThat(objects).anyMatch(file -> file.endsWith("again.qcow2"));
            for (Path object : objects) {
                assertHoldsNoSecret(Files.readString(object, ISO_8859_1));
            }
        }
    }

    @Test
    void answersHoldNoneOfThem() {
        assertThat(answers).contains(batch, "SUCCEEDED");
        assertHoldsNoSecret(answers);
    }

    /** Nor as somebody would have encoded them. */
    private static void assertHoldsNoSecret(String text) {
        List<String> secrets =
                List.of(PASSPHRASE, WEBHOOK_SECRET, TASKS_KEY, settings.required(Setting.S3_SECRET_ACCESS_KEY));
        for (String secret : secrets) {
            assertThat(text)
                    .doesNotContain(secret)
                    .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)))
                    .doesNotContain(HexFormat.of().formatHex(secret.getBytes(UTF_8)));
        }
    }

    private static List<String> messages() {
        Map<String, Object> properties = Map.of("bootstrap.servers", settings.required(Setting.KAFKA_SERVERS));
        List<String> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> !partition.topic().startsWith("__"))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                    messages.add(text(message.key()) + text(message.value()));
                    message.headers().forEach(header -> messages.add(text(header.value())));
                }
            }
        }
        return messages;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, ISO_8859_1);
    }

    private static void lockDisk(Path passphrase, Path locked) throws IOException {
        Path raw = Guest.FRAGMENTS.writeRaw(folder.resolve("disk.raw"));
        String options = "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10";
        String secret = "secret,id=s,file=" + passphrase;
        QemuImg.encrypting("convert", "--object", secret, "-O", "qcow2", "-o", options, raw, locked);
    }

    private static ChildCommand child(Map<String, String> environment, Object... arguments) throws IOException {
        ChildCommand child = ChildCommand.start(environment, arguments);
        CHILDREN.add(child);
        return child;
    }
}
