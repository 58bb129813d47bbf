package io.vmloom.coordinator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.digest.Sha256;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.testing.Seeded;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportObjectsTest {
    private static final Location.InBucket FOLDER = new Location.InBucket("images", "reports/b00-x/");

    private final MemoryObjectStore store = new MemoryObjectStore(StoreCapabilities.S3);

    @BeforeEach
    void aBucket() {
        store.createBucket("images");
    }

    @Test
    void rowsAreJsonAndCsvAndTheManifestNamesBoth() {
        assertThat(report(store, batch("formats: 'jsonl,csv'", 3))).isEmpty();

        String rows = text("report.jsonl");
        assertThat(rows.lines()
                        .map(line ->
                                JsonMapper.shared().readTree(line).get("name").asString()))
                .containsExactly("d0", "d1", "d2");
        assertThat(text("report.csv").lines())
                .hasSize(4)
                .element(1)
                .asString()
                .startsWith("d0,FAILED,s3://images/in/0,");
        JsonNode manifest = JsonMapper.shared().readTree(text("manifest.json"));
        assertThat(manifest.get("failed").asInt()).isEqualTo(3);
        JsonNode first = manifest.get("files").get(0);
        assertThat(first.get("name").asString()).isEqualTo("report.jsonl");
        assertThat(first.get("bytes").asInt()).isEqualTo(rows.length());
        assertThat(first.get("sha256").asString()).isEqualTo(HexFormat.of().formatHex(Sha256.of(rows)));
    }

    @Test
    void onlyWhatIsWantedIsWrittenAndTheSameAgain() {
        Batch batch = batch("formats: csv", 2);

        report(store, batch);
        String first = text("report.csv") + text("manifest.json");
        report(store, batch);

        assertThat(text("report.csv") + text("manifest.json")).isEqualTo(first);
        assertThat(store.head(FOLDER.withKey(FOLDER.key() + "report.jsonl"))).isEmpty();
    }

    @Test
    void aBatchThatSaysNothingLeavesNothing() {
        assertThat(report(
                        store, new Batch("b00-x", "x", batch("formats: csv", 1).items())))
                .isEmpty();

        store.list(new Location.InBucket("images", "r"), object -> {
            throw new AssertionError(object);
        });
    }

    @Test
    void aLongReportIsUploadedInPartsAndUploadsThatWereLeftAreGone() {
        Batch batch = batch("formats: jsonl", 60_000);
        Location.InBucket target = FOLDER.withKey(FOLDER.key() + "report.jsonl");
        store.createUpload(target, Map.of());

        assertThat(report(store, batch)).isEmpty();

        String rows = text("report.jsonl");
        assertThat(rows.length()).isGreaterThan(9 << 20);
        assertThat(rows.lines()).hasSize(60_000);
        assertThat(store.listUploads(FOLDER)).isEmpty();
    }

    @Seeded(5)
    void aStoreThatIsAwayForAMomentIsTriedAgain(SplittableRandom random) {
        Batch batch = batch("formats: 'csv,jsonl'", 60_000);

        assertThat(report(losingAnswers(random), batch)).isEmpty();

        assertThat(text("report.jsonl").lines()).hasSize(60_000);
        assertThat(text("report.csv").lines()).hasSize(60_001);
        assertThat(store.listUploads(FOLDER)).isEmpty();
    }

    @Test
    void aStoreThatRefusesIsToldOf() {
        assertThat(report(new MemoryObjectStore(StoreCapabilities.S3), batch("formats: csv", 1)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("images"));
    }

    /** Does what it is asked, and does not always say so. */
    private ObjectStore losingAnswers(SplittableRandom random) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, method, arguments) -> {
                    try {
                        Object answer = method.invoke(store, arguments);
                        if (random.nextInt(6) == 0) {
                            throw StoreException.unavailable("the store", "the answer was lost", null);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                });
    }

    private static Optional<String> report(ObjectStore store, Batch batch) {
        Retries retries = new Retries(DispatchPolicy.DEFAULT, _ -> {}, new Cancellation());
        List<ItemReport> reports = batch.items().stream()
                .map(item -> new ItemReport(
                        item, new ItemOutcome.Failed(ErrorCode.NOT_FOUND, "is not there"), Duration.ofMillis(1500)))
                .toList();
        return new ReportObjects(new ConfiguredStores(bucket -> store), retries).write(batch, reports);
    }

    private static Batch batch(String formats, int items) {
        StringBuilder text = new StringBuilder("""
                apiVersion: vmloom.io/v1
                name: x
                report: {uri: s3://images/reports/, %s}
                items:
                """.formatted(formats));
        IntStream.range(0, items)
                .forEach(number -> text.append(
                        "  - {name: d%1$d, source: {uri: s3://images/in/%1$d}, output: {uri: s3://images/%1$d.raw}}%n"
                                .formatted(number)));
        return ManifestReader.read("m", text.toString().getBytes(UTF_8), Path.of("/"))
                .batch("b00-x");
    }

    private String text(String name) {
        ObjectVersion version = store.head(FOLDER.withKey(FOLDER.key() + name)).orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate((int) version.sizeBytes());
        store.read(version, 0, bytes);
        return new String(bytes.array(), UTF_8);
    }
}
