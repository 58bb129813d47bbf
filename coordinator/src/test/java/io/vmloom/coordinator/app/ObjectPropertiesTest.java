package io.vmloom.coordinator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.local.LocalQueues;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.telemetry.Side;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.worker.consume.WorkerPool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every request that makes an object visible says what the manifest wants of it. */
@Timeout(120)
class ObjectPropertiesTest {
    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final Map<String, Optional<ObjectProperties>> created = new ConcurrentHashMap<>();

    @ParameterizedTest
    @CsvSource({
        "0, raw, {}, 1",
        "512, raw, {}, 1",
        "1048576, qcow2, {}, 1",
        "100000000, qcow2, {}, 1",
        "40000256, vmdk, {subformat: streamOptimized}, 1",
        "1048576, vmdk, {subformat: monolithicFlat}, 2"
    })
    void targetsOfAllSizesAreMadeWithTheirProperties(int sizeBytes, String format, String options, int files) {
        byte[] disk = new byte[sizeBytes / 512 * 512];
        new Random(1).nextBytes(disk);
        memory.createBucket("images");
        memory.put(new Location.InBucket("images", "in/a.raw"), Content.of(disk), Map.of(), Precondition.NONE);

        ItemReport report = convert("""
                apiVersion: vmloom.io/v1
                name: x
                items:
                  - source: {uri: s3://images/in/a.raw, format: raw}
                    output:
                      uri: s3://images/out/a.%1$s
                      format: %1$s
                      options: %2$s
                      object: {storageClass: STANDARD_IA, encryption: {sse: aws:kms}, tags: {wave: 2}}
                """.formatted(format, options));

        assertThat(report.failed()).as(report.toString()).isFalse();
        assertThat(created)
                .hasSize(files)
                .allSatisfy((_, properties) ->
                        assertThat(properties).contains(report.request().properties()));
    }

    private ItemReport convert(String manifest) {
        Stores stores = ConfiguredStores.of(recording());
        LocalQueues queues = new LocalQueues();
        OpenLocalTargets targets = new OpenLocalTargets();
        try (WorkerPool pool = new WorkerPool(
                        2,
                        queues::taskSubscriber,
                        queues.resultPublisher(),
                        CancelledWork.NONE,
                        stores,
                        targets,
                        KeyWrap.absent(),
                        Telemetry.of(EnumSet.allOf(Side.class)));
                Coordinator coordinator = new Coordinator(
                        stores,
                        targets,
                        queues.taskPublisher(),
                        queues.resultSubscriber(),
                        DispatchPolicy.DEFAULT,
                        Schedule.ofOneProcess(1))) {
            return coordinator
                    .run(
                            ManifestReader.read("m", manifest.getBytes(UTF_8), Path.of("/"))
                                    .batch("b00-x"),
                            BatchListener.NONE,
                            new Cancellation())
                    .getFirst();
        }
    }

    /** Notes by what target objects are made; nothing for those that are put. */
    private ObjectStore recording() {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, method, arguments) -> {
                    note(method, arguments);
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                });
    }

    private void note(Method method, Object... arguments) {
        if (List.of("put", "createUpload").contains(method.getName())
                && arguments[0] instanceof Location.InBucket target
                && target.key().startsWith("out/")) {
            created.put(
                    target.key(),
                    arguments[arguments.length - 1] instanceof ObjectProperties properties
                            ? Optional.of(properties)
                            : Optional.empty());
        }
    }
}
