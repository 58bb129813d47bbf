package io.vmloom.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.SelfSigned;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is reached over TLS only, asks who one is, and allows no more than docs/configuration.md asks for. */
class SecuredBrokerTest {
    private static final String PREFIX = "team.";
    private static final S3Credentials.KeyPair KEYS = EmbeddedS3.newKeys();
    private static final List<ChildCommand> CHILDREN = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static List<AutoCloseable> servers = List.of();
    private static Path settings = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        Peers.need("openssl");
        SelfSigned tls = SelfSigned.in(folder);
        Files.writeString(
                folder.resolve("broker.pem"), Files.readString(tls.key()) + Files.readString(tls.certificate()));
        EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), 0, secured());
        EmbeddedS3 store = EmbeddedS3.start(folder.resolve("objects"), 0, KEYS);
        servers = List.of(store, broker);
        store.createBucket("disks");
        try (Admin admin = Admin.create(client(broker, "admin"))) {
            admin.createAcls(rightsOfTheDocument()).all().get();
        }
        settings = settings(broker, store, "vmloom");
    }

    @AfterAll
    static void stop() throws Exception {
        for (ChildCommand child : CHILDREN) {
            child.close();
        }
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    @Test
    void theRightsThatAreAskedForSufficeForABatch() throws Exception {
        Files.write(folder.resolve("objects/disks/web.raw"), new byte[1 << 20]);
        String server = child("coordinator", "--config", settings).awaitSaying(Pattern.compile("API at (\\S+)\\s"));
        child("worker", "--config", settings).awaitSaying(Pattern.compile("metrics at (\\S+)\\s"));
        Path manifest = Files.writeString(folder.resolve("manifest.yaml"), """
                apiVersion: vmloom.io/v1
                name: secured
                items:
                  - source: {uri: "s3://disks/web.raw", format: raw}
                    output: {uri: "s3://disks/web.qcow2"}
                """);

        Command.run("submit", manifest, "--watch", "--server", server).succeeded();

        assertThat(folder.resolve("objects/disks/web.qcow2")).exists();
        assertThat(doctor(settings).ended(ExitCode.DONE).out()).doesNotContain("wrong");
        for (ChildCommand child : CHILDREN) {
            assertThat(child.err()).doesNotContain("AuthorizationException", "secret-of-vmloom");
        }
    }

    @Test
    void aWrongPasswordIsCalledThat() throws IOException {
        Path wrong = folder.resolve("wrong.env");
        Path client = folder.resolve("wrong.properties");
        Files.writeString(
                client, Files.readString(folder.resolve("vmloom.properties")).replace("secret-of-vmloom", "guessed"));
        Files.writeString(
                wrong,
                Files.readString(settings)
                        .replace(folder.resolve("vmloom.properties").toString(), client.toString()));

        Command.Outcome found = doctor(wrong);

        found.ended(ExitCode.FAILED);
        assertThat(found.out()).contains("wrong     brokers").containsIgnoringCase("authentication");
    }

    private static Command.Outcome doctor(Path config) {
        return Command.run("doctor", "--config", config, "--target", "s3://disks/doctor/");
    }

    /** As the document lists them. */
    private static List<AclBinding> rightsOfTheDocument() {
        return Stream.of(
                        rights(
                                ResourceType.TOPIC,
                                PREFIX,
                                AclOperation.CREATE,
                                AclOperation.DESCRIBE,
                                AclOperation.DESCRIBE_CONFIGS,
                                AclOperation.READ,
                                AclOperation.WRITE),
                        rights(
                                ResourceType.GROUP,
                                PREFIX,
                                AclOperation.DESCRIBE_CONFIGS,
                                AclOperation.ALTER_CONFIGS,
                                AclOperation.READ),
                        rights(ResourceType.TRANSACTIONAL_ID, PREFIX + "state.v1-", AclOperation.WRITE))
                .flatMap(rights -> rights)
                .toList();
    }

    private static Stream<AclBinding> rights(ResourceType type, String prefix, AclOperation... operations) {
        ResourcePattern pattern = new ResourcePattern(type, prefix, PatternType.PREFIXED);
        return Stream.of(operations)
                .map(operation -> new AclBinding(
                        pattern, new AccessControlEntry("User:vmloom", "*", operation, AclPermissionType.ALLOW)));
    }

    private static Map<String, String> secured() {
        return Map.ofEntries(
                Map.entry("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("ssl.keystore.type", "PEM"),
                Map.entry("ssl.keystore.location", folder.resolve("broker.pem").toString()),
                Map.entry("ssl.truststore.type", "PEM"),
                Map.entry("ssl.truststore.location", folder.resolve("tls.crt").toString()),
                Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry(
                        "listener.name.clients.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
                                + " password=\"secret-of-admin\" user_admin=\"secret-of-admin\""
                                + " user_vmloom=\"secret-of-vmloom\";"),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                // The controller's listener asks nobody who they are; it is the broker's own.
                Map.entry("super.users", "User:admin;User:ANONYMOUS"));
    }

    private static Properties client(EmbeddedKafka broker, String user) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(clientFile(user))) {
            properties.load(reader);
        }
        properties.setProperty("bootstrap.servers", broker.bootstrapServers());
        return properties;
    }

    private static Path clientFile(String user) throws IOException {
        return Files.writeString(folder.resolve(user + ".properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%1$s" password="secret-of-%1$s";
                ssl.truststore.type=PEM
                ssl.truststore.location=%2$s
                """.formatted(user, folder.resolve("tls.crt")));
    }

    private static Path settings(EmbeddedKafka broker, EmbeddedS3 store, String user) throws IOException {
        return Files.writeString(folder.resolve(user + ".env"), """
                kafka.servers=%s
                kafka.prefix=%s
                kafka.client-file=%s
                s3.endpoint=%s
                s3.region=us-east-1
                s3.access-key-id=%s
                s3.secret-access-key=%s
                s3.signing=chunked
                http.port=0
                metrics.port=0
                """.formatted(
                        broker.bootstrapServers(),
                        PREFIX,
                        clientFile(user),
                        store.endpoint(),
                        KEYS.accessKeyId(),
                        KEYS.secretAccessKey()));
    }

    private static ChildCommand child(Object... arguments) throws IOException {
        ChildCommand child = ChildCommand.start(Map.of("VMLOOM_LOG_LEVEL", "DEBUG"), arguments);
        CHILDREN.add(child);
        return child;
    }
}
