package io.vmloom.cli.command;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.engine.EmbeddedServers;
import io.vmloom.cli.service.CoordinatorProcess;
import io.vmloom.cli.service.Endpoints;
import io.vmloom.cli.service.ServiceLogs;
import io.vmloom.cli.service.StopSignal;
import io.vmloom.cli.service.WorkerProcess;
import io.vmloom.error.RequestException;
import io.vmloom.telemetry.Side;
import io.vmloom.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmloom up}: a whole cluster in one process, or only the servers that one needs. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a Kafka broker, an S3 server, a coordinator and workers in this process, and stays until it is told to",
            "stop. Everything listens on this machine only."
        },
        footer = {
            "",
            "Objects are files under DIR/s3/BUCKET, so that images can be put there by hand. DIR/endpoints.env says how",
            "other processes reach the servers: it is a file for --config of 'vmloom coordinator' and 'vmloom worker'.",
            "",
            "Examples:",
            "  vmloom up --workers 4",
            "  vmloom up --roles broker,store    # and then: vmloom worker --config .vmloom/endpoints.env"
        })
final class UpCommand implements Callable<Integer> {
    /** What the process may be. */
    enum Part {
        BROKER,
        STORE,
        COORDINATOR,
        WORKER
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterOptions clusterOptions = new ClusterOptions();

    @Option(names = "--port", paramLabel = "P", description = "Port of the API, 0 for a free one. Default: 8440")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--kafka-port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port of the broker. Default: a free one")
    private int kafkaPort;

    @Option(
            names = "--s3-port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port of the S3 server. Default: a free one")
    private int s3Port;

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            defaultValue = "vmloom",
            description = "Bucket that is there from the start; may be repeated. Default: ${DEFAULT-VALUE}")
    private List<String> buckets = new ArrayList<>();

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            defaultValue = "broker,store,coordinator,worker",
            description = "What to start. Default: ${DEFAULT-VALUE}")
    private List<Part> roles = new ArrayList<>();

    @Override
    public Integer call() {
        if (!roles.containsAll(List.of(Part.BROKER, Part.STORE))) {
            throw new RequestException("--roles must have broker and store, got: "
                    + String.join(",", roles.stream().map(Part::name).toList())
                    + "; the others alone are 'vmloom coordinator' and 'vmloom worker'");
        }
        int workers = clusterOptions.workers();
        ServiceLogs.talk();
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try (StopSignal stop = new StopSignal();
                DataDirectory directory = clusterOptions.openData();
                EmbeddedServers servers = EmbeddedServers.start(directory, kafkaPort, s3Port);
                AutoCloseable _ = () -> closeAll(started)) {
            buckets.forEach(servers.s3()::createBucket);
            Endpoints endpoints = Endpoints.of(servers);
            start(endpoints, workers, started);
            Path file = endpoints.write(directory.path());
            CommandContext.say(spec, "Kafka:        " + endpoints.kafkaServers());
            CommandContext.say(
                    spec,
                    "S3:           " + endpoints.s3() + ", access key id "
                            + endpoints.keys().accessKeyId() + ", secret access key "
                            + endpoints.keys().secretAccessKey());
            CommandContext.say(spec, "objects:      " + directory.objects());
            CommandContext.say(spec, "endpoints:    " + file);
            CommandContext.say(spec, "vmloom is up; Ctrl-C stops it");
            stop.await();
            return 0;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(Endpoints endpoints, int workers, Deque<AutoCloseable> started) {
        Map<Setting, String> decided = new EnumMap<>(endpoints.settings());
        port.ifPresent(number -> decided.put(Setting.HTTP_PORT, String.valueOf(number)));
        int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
        decided.put(Setting.WORKER_SLOTS, String.valueOf(slots));
        Configuration configuration =
                Configuration.load(Optional.empty(), System.getenv()).with(decided);
        Telemetry telemetry = Telemetry.of(sides());
        if (roles.contains(Part.COORDINATOR)) {
            CoordinatorProcess coordinator = new CoordinatorProcess(configuration, telemetry);
            started.push(coordinator);
            CommandContext.say(spec, "API:          " + coordinator.url());
        }
        if (roles.contains(Part.WORKER)) {
            for (int i = 0; i < workers; i++) {
                started.push(new WorkerProcess(configuration, telemetry));
            }
            CommandContext.say(spec, "workers:      " + workers + " with " + slots + " slots each");
        }
    }

    private Set<Side> sides() {
        Set<Side> sides = EnumSet.noneOf(Side.class);
        if (roles.contains(Part.COORDINATOR)) {
            sides.add(Side.COORDINATOR);
        }
        if (roles.contains(Part.WORKER)) {
            sides.add(Side.WORKER);
        }
        return sides;
    }

    private static void closeAll(Deque<AutoCloseable> started) throws Exception {
        // The coordinator goes first, while workers are there to answer.
        while (!started.isEmpty()) {
            started.removeLast().close();
        }
    }
}
