package io.vmloom.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    private static final Map<String, String> SASL = Map.of(
            "security.protocol", "SASL_SSL",
            "sasl.jaas.config", "ScramLoginModule required username=\"vmloom\" password=\"7c1e-secret\";");

    @Test
    void whatClientsNeedReachesThemAndIsNotPrinted() {
        KafkaSettings settings = KafkaSettings.at("one:9092").withClientProperties(SASL);

        assertThat(settings.client()).containsAllEntriesOf(SASL).containsEntry("bootstrap.servers", "one:9092");
        assertThat(settings.toString()).contains("one:9092", "sasl.jaas.config").doesNotContain("7c1e-secret");
    }
}
