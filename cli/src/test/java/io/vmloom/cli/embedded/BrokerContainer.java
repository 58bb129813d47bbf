package io.vmloom.cli.embedded;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The broker of the official image, set up as the one that is embedded. */
record BrokerContainer(KafkaContainer container) implements TestBroker {
    private static final String OFFICIAL = "apache/kafka:4.3.1";

    static BrokerContainer start() {
        DockerImageName image = DockerImageName.parse(Servers.image("VMLOOM_TEST_KAFKA_IMAGE", OFFICIAL))
                .asCompatibleSubstituteFor("apache/kafka");
        KafkaContainer container = new KafkaContainer(image).withEnv(environment());
        container.start();
        return new BrokerContainer(container);
    }

    /** The image takes a property by a variable: {@code message.max.bytes} is {@code KAFKA_MESSAGE_MAX_BYTES}. */
    private static Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        BrokerProperties.ofAnyPlace()
                .forEach((property, value) -> variables.put(
                        "KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return variables;
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.stop();
    }
}
