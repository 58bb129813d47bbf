package io.vmloom.cli.embedded;

import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker in this JVM, its own controller, over a directory that keeps topics and offsets between starts. Listens
 * on the loopback interface only, without authentication.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final KafkaRaftServer server;
    private final DirectoryLock lock;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, DirectoryLock lock, int port) {
        this.server = server;
        this.lock = lock;
        this.port = port;
    }

    /** Starts on a free port; returns when clients are served. */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, 0);
    }

    /**
     * @param directory belongs to the broker alone; made when it is not there
     * @param port 0 for a free one
     */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /** @param more properties of the broker, which count before its own */
    static EmbeddedKafka start(Path directory, int port, Map<String, String> more) {
        QuietLogs.quiet();
        DirectoryLock lock = locked(directory);
        try {
            return start(lock, prepared(directory), port, more);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedKafka start(DirectoryLock lock, Path data, int port, Map<String, String> more) {
        for (int attempt = 1; ; attempt++) {
            BrokerPorts ports = BrokerPorts.choose(port);
            try {
                return new EmbeddedKafka(started(data, ports, more), lock, ports.broker());
            } catch (RuntimeException e) {
                // Ports that were free a moment ago may be somebody else's by now.
                boolean taken = isAbout(e, BindException.class);
                if (!taken || attempt == ATTEMPTS) {
                    throw taken
                            ? BrokerPorts.refused(ports.broker(), e)
                            : new InternalException("the Kafka broker did not start", e);
                }
            }
        }
    }

    /** As {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops the broker and waits for it; clients should be closed before. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }

    private static KafkaRaftServer started(Path data, BrokerPorts ports, Map<String, String> more) {
        Properties properties = BrokerProperties.of(data, ports);
        properties.putAll(more);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            server.awaitShutdown();
            throw e;
        }
    }

    private static DirectoryLock locked(Path directory) {
        try {
            Path real = Files.createDirectories(directory).toRealPath();
            return DirectoryLock.take(
                    real.resolve("lock"),
                    "directory " + real
                            + " is used by another Kafka broker; stop that one, or choose another directory");
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static Path prepared(Path directory) {
        try {
            Path data = Files.createDirectories(directory.resolve("data")).toRealPath();
            if (Files.notExists(data.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
                format(data);
            }
            return data;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static RequestException unusable(Path directory, IOException reason) {
        return new RequestException("directory " + directory + " for the Kafka broker can not be used ("
                + reason.getClass().getSimpleName() + ": " + reason.getMessage() + "); choose another one");
    }

    private static void format(Path data) throws IOException {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(BrokerProperties.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName(BrokerProperties.CONTROLLER)
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new InternalException("the Kafka broker's directory " + data + " could not be formatted", e);
        }
    }

    private static boolean isAbout(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(type::isInstance);
    }
}
