package io.vmloom.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    private Path folder;

    @Test
    void variablesComeBeforeTheFileAndTheFileBeforeDefaults() throws IOException {
        Path file = write("a.env", """
                # two ways to write a key
                kafka.servers = one:9092
                VMLOOM_TASKS_DEADLINE=90s
                batches.kept-for=30d
                """);

        Configuration configuration = Configuration.load(
                Optional.of(file), Map.of("VMLOOM_KAFKA_SERVERS", "two:9092", "VMLOOM_SERVICE_HOST", "ignored"));

        assertThat(configuration.required(Setting.KAFKA_SERVERS)).isEqualTo("two:9092");
        assertThat(configuration.duration(Setting.TASKS_DEADLINE)).isEqualTo(Duration.ofSeconds(90));
        assertThat(configuration.duration(Setting.BATCHES_KEPT_FOR)).isEqualTo(Duration.ofDays(30));
        assertThat(configuration.number(Setting.HTTP_PORT, 0, 65535)).isEqualTo(8440);
        assertThat(configuration.bytes(Setting.HTTP_MAX_BODY)).isEqualTo(16 << 20);
        assertThat(configuration
                        .with(Map.of(Setting.KAFKA_SERVERS, "three:9092"))
                        .text(Setting.KAFKA_SERVERS))
                .isEqualTo("three:9092");
    }

    @Test
    void yamlNestsTheWordsOfAKey() throws IOException {
        Path file = write("a.yaml", "kafka: {servers: 'one:9092'}\nhttp:\n  port: 0\n");

        Configuration configuration = Configuration.load(Optional.of(file), Map.of());

        assertThat(configuration.text(Setting.KAFKA_SERVERS)).isEqualTo("one:9092");
        assertThat(configuration.number(Setting.HTTP_PORT, 0, 65535)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "a.env, kafka.server=one, :1: there is no setting 'kafka.server'",
        "a.env, kafka.servers, a line must be key=value",
        "a.env, 'kafka.prefix=a\nVMLOOM_KAFKA_PREFIX=b', :2: 'VMLOOM_KAFKA_PREFIX' stands in the file already",
        "a.yaml, 'http: {prot: 1}', there is no setting 'http.prot'",
        "a.yaml, 'http: {port: [1]}', http.port must be one value",
        "a.yml, 'http: {port: 1, port: 2}', :1:"
    })
    void whatIsNotKnownIsRefused(String name, String text, String complaint) throws IOException {
        Path file = write(name, text);

        assertThatThrownBy(() -> Configuration.load(Optional.of(file), Map.of()))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(complaint);
    }

    @Test
    void aValueThatCanNotBeReadNamesItsSetting() {
        Configuration configuration = Configuration.load(
                Optional.empty(),
                Map.of("VMLOOM_HTTP_PORT", "80000", "VMLOOM_TASKS_DEADLINE", "5", "VMLOOM_HTTP_MAX_BODY", "1MB"));

        assertThatThrownBy(() -> configuration.number(Setting.HTTP_PORT, 0, 65535))
                .hasMessage("http.port must be a number from 0 to 65535, got: '80000'");
        assertThatThrownBy(() -> configuration.duration(Setting.TASKS_DEADLINE)).hasMessageContaining("tasks.deadline");
        assertThatThrownBy(() -> configuration.bytes(Setting.HTTP_MAX_BODY)).hasMessageContaining("http.max-body");
        assertThatThrownBy(() -> configuration.required(Setting.KAFKA_SERVERS))
                .hasMessageContaining("VMLOOM_KAFKA_SERVERS");
    }

    @Test
    void everyDefaultCanBeRead() {
        Configuration defaults = Configuration.load(Optional.empty(), Map.of());

        assertThat(defaults.duration(Setting.KAFKA_TASK_LOCK)).isPositive();
        assertThat(defaults.duration(Setting.KAFKA_PATIENCE)).isPositive();
        assertThat(defaults.number(Setting.WORKER_SLOTS, 0, 9)).isZero();
        assertThat(defaults.number(Setting.METRICS_PORT, 0, 65535)).isPositive();
    }

    @Test
    void theDocumentListsEverySetting() throws IOException {
        assertThat(Path.of("..", "docs", "configuration.md"))
                .content()
                .as("docs/configuration.md must contain this table")
                .contains(SettingsHelp.table());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
