package io.vmloom.cli.command;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.embedded.LastingPort;
import io.vmloom.cli.embedded.Server;
import io.vmloom.cli.embedded.TaskKeyFile;
import io.vmloom.cli.engine.EmbeddedServers;
import io.vmloom.cli.service.CoordinatorProcess;
import io.vmloom.cli.service.Endpoints;
import io.vmloom.cli.service.EndpointsFile;
import io.vmloom.cli.service.ServiceLibraries;
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
import java.util.function.Supplier;
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
            "Started again, a server has the port and the credentials that stand there.",
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
            description = "Port of the broker. Default: the one it had before, else a free one")
    private Optional<Integer> kafkaPort = Optional.empty();

    @Option(
            names = "--s3-port",
            paramLabel = "P",
            description = "Port of the S3 server. Default: the one it had before, else a free one")
    private Optional<Integer> s3Port = Optional.empty();

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
        Set<Server> wanted = servers();
        int workers = clusterOptions.workers();
        ServiceLogs.talk();
        ServiceLibraries.require();
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try (StopSignal stop = StopSignal.ofCommand();
                DataDirectory directory = clusterOptions.openData(wanted);
                EmbeddedServers servers = start(directory, wanted);
                AutoCloseable _ = () -> closeAll(started)) {
            TaskKeyFile.make(directory.path());
            servers.s3().ifPresent(s3 -> buckets.forEach(s3::createBucket));
            Endpoints endpoints = Endpoints.of(servers);
            Path file = new EndpointsFile(directory.path()).write(endpoints);
            start(endpoints, directory, workers, started);
            servers.kafka().ifPresent(kafka -> CommandContext.say(spec, "Kafka:        " + kafka.bootstrapServers()));
            endpoints.store().ifPresent(s3 -> {
                CommandContext.say(
                        spec,
                        "S3:           " + s3.url() + ", access key id "
                                + s3.keys().accessKeyId() + ", its secret stands among the endpoints");
                CommandContext.say(spec, "objects:      " + directory.objects());
            });
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

    private Set<Server> servers() {
        Set<Server> servers = EnumSet.noneOf(Server.class);
        if (roles.contains(Part.BROKER)) {
            servers.add(Server.BROKER);
        }
        if (roles.contains(Part.STORE)) {
            servers.add(Server.STORE);
        }
        boolean others = roles.contains(Part.COORDINATOR) || roles.contains(Part.WORKER);
        if (servers.isEmpty() || (others && servers.size() < Server.values().length)) {
            throw new RequestException("--roles must have a server, and both broker and store for the others, got: "
                    + String.join(",", roles.stream().map(Part::name).toList())
                    + "; the others alone are 'vmloom coordinator' and 'vmloom worker'");
        }
        return servers;
    }

    /** As the ones that they were, unless something else is wanted. */
    private EmbeddedServers start(DataDirectory directory, Set<Server> wanted) {
        Endpoints before = new EndpointsFile(directory.path()).read();
        Supplier<Integer> free = LastingPort::choose;
        return EmbeddedServers.start(
                directory,
                Optional.of(Server.BROKER)
                        .filter(wanted::contains)
                        .map(_ -> kafkaPort.or(before::brokerPort).orElseGet(free)),
                Optional.of(Server.STORE)
                        .filter(wanted::contains)
                        .map(_ -> new EmbeddedServers.Store(
                                s3Port.or(() -> before.store().map(EmbeddedServers.Store::port))
                                        .orElseGet(free),
                                before.store().map(EmbeddedServers.Store::keys).orElseGet(EmbeddedS3::newKeys))));
    }

    private void start(Endpoints endpoints, DataDirectory directory, int workers, Deque<AutoCloseable> started) {
        Map<Setting, String> decided = new EnumMap<>(endpoints.settings());
        port.ifPresent(number -> decided.put(Setting.HTTP_PORT, String.valueOf(number)));
        int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
        decided.put(Setting.WORKER_SLOTS, String.valueOf(slots));
        Configuration said = Configuration.load(Optional.empty(), System.getenv());
        if (said.optional(Setting.TASKS_KEY_FILE).isEmpty()) {
            decided.put(Setting.TASKS_KEY_FILE, TaskKeyFile.of(directory.path()).toString());
        }
        Configuration configuration = said.with(decided);
        Telemetry telemetry = Telemetry.of(sides());
        if (roles.contains(Part.COORDINATOR)) {
            CoordinatorProcess coordinator = new CoordinatorProcess(configuration, telemetry);
            started.push(coordinator);
            CommandContext.say(spec, "API:          " + coordinator.url());
            CommandContext.say(spec, "live page:    " + coordinator.url() + "/");
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
