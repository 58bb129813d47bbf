package io.vmloom.cli.embedded;

import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
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
        QuietLogs.quiet();
        Path data = prepared(directory);
        for (int attempt = 1; ; attempt++) {
            BrokerPorts ports = BrokerPorts.choose(port);
            try {
                return new EmbeddedKafka(started(data, ports), ports.broker());
            } catch (RuntimeException e) {
                // A free port was found, but somebody else took it in the meantime.
                boolean taken = has(e, BindException.class);
                if (!taken || port != 0 || attempt == ATTEMPTS) {
                    throw failure(e, data, ports);
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
    }

    private static KafkaRaftServer started(Path data, BrokerPorts ports) {
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(BrokerProperties.of(data, ports), false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            server.awaitShutdown();
            throw e;
        }
    }

    private static Path prepared(Path directory) {
        try {
            Path data = Files.createDirectories(directory).toRealPath();
            if (Files.notExists(data.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
                format(data);
            }
            return data;
        } catch (IOException e) {
            throw new RequestException("directory " + directory + " for the Kafka broker can not be made ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + "); choose another one");
        }
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

    private static ConversionException failure(RuntimeException failure, Path data, BrokerPorts ports) {
        if (has(failure, BindException.class)) {
            return new RequestException("the Kafka broker can not listen on 127.0.0.1:" + ports.broker() + " ("
                    + failure.getMessage() + "); choose another port");
        }
        Optional<String> lock = causes(failure)
                .map(Throwable::getMessage)
                .filter(message -> message != null && message.contains("Failed to acquire lock"))
                .findFirst();
        if (lock.isPresent()) {
            return new RequestException("directory " + data + " is used by another Kafka broker (" + lock.get()
                    + "); stop that one, or choose another directory");
        }
        return new InternalException("the Kafka broker did not start", failure);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return causes(failure).anyMatch(type::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    /** Two different ports of the loopback interface. */
    record BrokerPorts(int broker, int controller) {
        /** Holds both at once, so that they differ; the broker takes them a moment later. */
        static BrokerPorts choose(int broker) {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            try (ServerSocket first = new ServerSocket(broker, 1, loopback);
                    ServerSocket second = new ServerSocket(0, 1, loopback)) {
                return new BrokerPorts(first.getLocalPort(), second.getLocalPort());
            } catch (IOException e) {
                throw new RequestException("the Kafka broker can not listen on 127.0.0.1:" + broker + " ("
                        + e.getMessage() + "); choose another port");
            }
        }
    }
}
