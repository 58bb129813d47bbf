package io.vmloom.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {
    @TempDir
    private Path folder;

    @Test
    void prometheusHasNothingAgainstNamesAndHelp() throws IOException {
        Peers.need("promtool");
        Telemetry telemetry = Telemetry.of(EnumSet.allOf(Side.class));
        for (Metric metric : Metric.values()) {
            telemetry.add(metric, 1, metric.labels().toArray(String[]::new));
        }
        Path scrape = Files.writeString(folder.resolve("scrape.txt"), telemetry.exposition());

        Peers.Outcome lint = Peers.run("sh", "-c", "promtool check metrics < " + scrape);

        assertThat(lint.output()).isEmpty();
        assertThat(Files.readString(scrape)).contains("vmloom_task_backlog 1.0", "jvm_memory_bytes_used");
    }

    @Test
    void whatIsGoneIsExposedNoMore() {
        Telemetry telemetry = Telemetry.of(Set.of(Side.COORDINATOR));
        telemetry.replace(
                Metric.BATCH_BYTES, Map.of(List.of("b1", "first", "left"), 7.0, List.of("b2", "second", "left"), 8.0));

        telemetry.replace(Metric.BATCH_BYTES, Map.of(List.of("b2", "second", "left"), 9.0));

        assertThat(telemetry.exposition())
                .contains("vmloom_batch_bytes{batch=\"b2\",name=\"second\",part=\"left\",} 9.0")
                .doesNotContain("batch=\"b1\"");
    }

    @Test
    void aProcessExposesItsOwnSideOnly() {
        Telemetry worker = Telemetry.of(Set.of(Side.WORKER));

        worker.set(Metric.SLOTS, 4);
        worker.set(Metric.TASK_BACKLOG, 4);

        assertThat(worker.exposition()).contains("vmloom_worker_slots 4.0").doesNotContain("vmloom_task_backlog");
    }
}
