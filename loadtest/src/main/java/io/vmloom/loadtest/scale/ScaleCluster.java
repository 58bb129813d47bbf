package io.vmloom.loadtest.scale;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.loadtest.launch.Coordinators;
import io.vmloom.loadtest.launch.Member;
import io.vmloom.loadtest.store.ServedStore;
import io.vmloom.queue.PartitionOwners;
import io.vmloom.queue.ResultPublisher;
import io.vmloom.queue.kafka.KafkaQueues;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.overlay.OverlayStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A broker and coordinators as real processes; a store and workers that only seem to be, in this one. */
final class ScaleCluster implements AutoCloseable {
    private static final Pattern SERVER_IS_UP = Pattern.compile("(vmloom is up)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final OverlayStores stores;
    private final ServedStore s3;
    private final Member broker;
    private final List<CoordinatorSeat> coordinators = new ArrayList<>();
    private final PartitionOwners owners;
    private final SimulatedWork work;
    private final List<Workforce> workforces = new ArrayList<>();

    ScaleCluster(List<String> program, Path directory, ScalePlan plan) {
        InventedStores invented = new InventedStores(InventedDisks.of(plan.diskBytes()));
        stores = new OverlayStores(invented, UnaryOperator.identity());
        ObjectStore bucket = stores.objects(InventedDisks.disk(0, 0));
        s3 = new ServedStore(bucket, new Forgetting(bucket));
        broker = Member.start(
                program,
                directory,
                "broker",
                Map.of("JDK_JAVA_OPTIONS", "-Xmx1g"),
                "up",
                "--roles",
                "broker",
                "--data",
                directory.resolve("data").toString());
        broker.awaitSaying(SERVER_IS_UP);
        Path endpoints = directory.resolve("data").resolve("endpoints.env");
        String brokers = Configuration.load(Optional.of(endpoints), Map.of()).required(Setting.KAFKA_SERVERS);
        for (int i = 0; i < plan.coordinators(); i++) {
            coordinators.add(new CoordinatorSeat(program, directory, i, settings(brokers, plan), plan.javaOptions()));
        }
        KafkaSettings kafka =
                KafkaSettings.at(brokers).withQueueCount(plan.workforce().queues());
        KafkaQueues queues = KafkaQueues.open(kafka, stores);
        owners = queues.partitionOwners();
        ResultPublisher results = queues.resultPublisher();
        WorkforcePlan workforce = plan.workforce();
        work = new SimulatedWork(stores, results, workforce.taskTime());
        if (workforce.slots() > 0) {
            workforces.add(new SlotWorkforce(workforce.slots(), () -> queues.taskSubscriber(results), work));
        } else {
            kafka.taskQueues()
                    .forEach(
                            queue -> workforces.add(new MassWorkforce(kafka, queue, workforce.atOnce(), stores, work)));
        }
    }

    private Map<String, String> settings(String brokers, ScalePlan plan) {
        return Map.of(
                Setting.KAFKA_SERVERS.variable(),
                brokers,
                Setting.KAFKA_TASK_QUEUES.variable(),
                Integer.toString(plan.workforce().queues()),
                Setting.S3_ENDPOINT.variable(),
                s3.endpoint().toString(),
                Setting.S3_REGION.variable(),
                "us-east-1",
                Setting.S3_ACCESS_KEY_ID.variable(),
                "invented",
                Setting.S3_SECRET_ACCESS_KEY.variable(),
                "invented",
                Setting.HTTP_REQUESTS_PER_MINUTE.variable(),
                "0",
                Setting.ITEMS_CONCURRENT.variable(),
                Integer.toString(plan.itemsAtOnce()),
                Setting.TASKS_CREDIT.variable(),
                Integer.toString(plan.credit()));
    }

    List<CoordinatorSeat> coordinators() {
        return List.copyOf(coordinators);
    }

    SimulatedWork work() {
        return work;
    }

    ServedStore s3() {
        return s3;
    }

    Duration brokerCpu() {
        return broker.cpu();
    }

    /** Where the coordinators are that have partitions of the state, by partition. */
    Map<Integer, String> owners() {
        return owners.addresses();
    }

    /** Asks one coordinator after the other until one answers. */
    <T> T ask(Function<ApiClient, T> question) {
        return ask(0, question);
    }

    /** @param first number of the coordinator that is asked first, of however many there are */
    <T> T ask(int first, Function<ApiClient, T> question) {
        List<String> urls = coordinators.stream().map(CoordinatorSeat::url).toList();
        return new Coordinators(urls, PATIENCE, () -> {}).ask(first, question);
    }

    @Override
    public void close() {
        workforces.forEach(Workforce::close);
        coordinators.forEach(CoordinatorSeat::close);
        work.close();
        owners.close();
        broker.close();
        s3.close();
    }
}
