package io.vmloom.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vmloom.cipher.KeyWrap;
import io.vmloom.cli.embedded.EmbeddedKafka;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** With an SDK installed as an agent installs it: for the whole process. */
@Isolated
@Timeout(180)
class TracingTest {
    private static final String BUCKET = "disks";
    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

    @BeforeAll
    static void install() {
        GlobalOpenTelemetry.resetForTest();
        GlobalOpenTelemetry.set(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build());
    }

    @AfterAll
    static void uninstall() {
        GlobalOpenTelemetry.resetForTest();
    }

    @Test
    void anItemIsOneTraceFromTheCoordinatorThroughKafkaToTheWorkersTasks(@TempDir Path directory) {
        MemoryObjectStore objects = new MemoryObjectStore(StoreCapabilities.S3);
        objects.createBucket(BUCKET);
        byte[] disk = new byte[8 << 20];
        new Random(1).nextBytes(disk);
        objects.put(at("a.raw"), Content.of(disk), Map.of(), Precondition.NONE);
        Stores stores = new ConfiguredStores(_ -> objects);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            Transport transport =
                    Transport.kafka(KafkaSettings.at(kafka.bootstrapServers()).withResultPartitions(4), stores);
            try (Engine engine = new Engine(stores, transport, KeyWrap.ofThisProcess(), 1, 1, 2)) {
                engine.coordinator()
                        .run(
                                new Batch("traced", "traced", List.of(item(0, "a.raw"), item(1, "missing.raw"))),
                                BatchListener.NONE,
                                new Cancellation());
            }
        }

        SpanData done = root("traced-0");
        assertThat(children(done)).contains("inspecting", "converting", "stitching", "verifying");
        SpanData converting = named(done, "converting");
        SpanData task = named(done, "task convert");
        assertThat(task.getParentSpanId()).isEqualTo(converting.getSpanId());
        assertThat(task.getAttributes().get(AttributeKey.longKey("vmloom.guest.bytes")))
                .isEqualTo(disk.length);

        SpanData failed = root("traced-1");
        assertThat(failed.getTraceId()).isNotEqualTo(done.getTraceId());
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(failed.getStatus().getDescription()).contains("missing.raw");
    }

    private static SpanData root(String item) {
        return SPANS.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals("item")
                        && item.equals(span.getAttributes().get(AttributeKey.stringKey("vmloom.item"))))
                .findFirst()
                .orElseThrow();
    }

    private static SpanData named(SpanData root, String name) {
        return SPANS.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(root.getTraceId())
                        && span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> children(SpanData root) {
        return SPANS.getFinishedSpanItems().stream()
                .filter(span -> span.getParentSpanId().equals(root.getSpanId()))
                .map(SpanData::getName)
                .collect(Collectors.toSet());
    }

    private static ConversionRequest item(int number, String source) {
        return new ConversionRequest(
                "traced-" + number,
                "traced",
                at(source),
                "raw",
                "",
                at("target-" + number),
                "qcow2",
                Map.of(),
                VerifyLevel.DIGEST,
                OverwritePolicy.KEEP);
    }

    private static Location.InBucket at(String key) {
        return new Location.InBucket(BUCKET, key);
    }
}
