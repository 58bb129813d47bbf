package io.vmloom.cli.embedded;

import java.nio.file.Path;

/** A Kafka broker for tests: in a container where Docker answers, else in this JVM. */
public interface TestBroker extends AutoCloseable {
    /** For clients of this host. */
    String bootstrapServers();

    @Override
    void close();

    /** @param directory for a broker of this JVM */
    static TestBroker start(Path directory) {
        return switch (Servers.chosen()) {
            case EMBEDDED -> inThisJvm(EmbeddedKafka.start(directory));
            case CONTAINERS -> BrokerContainer.start();
        };
    }

    private static TestBroker inThisJvm(EmbeddedKafka broker) {
        return new TestBroker() {
            @Override
            public String bootstrapServers() {
                return broker.bootstrapServers();
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }
}
