package io.vmloom.loadtest.chaos;

import io.vmloom.cli.client.ApiClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Broker and store, a coordinator and workers, each a process of its own. */
final class Cluster implements AutoCloseable {
    static final String BUCKET = "vmloom";

    private final List<String> program;
    private final Path directory;
    private final Duration longestAbsence;
    private final Path endpoints;
    private final List<Member> workers = new ArrayList<>();
    private Member broker;
    private Member store;
    private Member coordinator;
    private String api = "";
    private int started;

    private Cluster(List<String> program, Path directory, Duration longestAbsence) {
        this.program = program;
        this.directory = directory;
        this.longestAbsence = longestAbsence;
        endpoints = directory.resolve("data").resolve("endpoints.env");
        broker = startServer("broker");
        store = startServer("store");
        awaitUp(broker);
        awaitUp(store);
        coordinator = startCoordinator("0");
    }

    /** @param longestAbsence for which a killed server is away at most */
    static Cluster start(List<String> program, Path directory, int workers, Duration longestAbsence) {
        Cluster cluster = new Cluster(program, directory, longestAbsence);
        for (int i = 0; i < workers; i++) {
            cluster.workers.add(cluster.startWorker());
        }
        return cluster;
    }

    /** Where the store keeps its objects as files. */
    static Path objects(Path directory) {
        return directory.resolve("data").resolve("s3").resolve(BUCKET);
    }

    ApiClient client() {
        return ApiClient.of(api);
    }

    Bucket bucket() {
        return new Bucket(endpoints);
    }

    void inject(Fault fault, SplittableRandom random) {
        switch (fault) {
            case WORKER_KILLED -> replace(random, "KILL");
            case WORKER_STOPPED -> replace(random, "TERM");
            case WORKER_STALLED -> stall(workers.get(random.nextInt(workers.size())), random);
            case COORDINATOR_KILLED -> {
                coordinator.signal("KILL");
                coordinator.awaitEnd();
                coordinator = startCoordinator(Integer.toString(URI.create(api).getPort()));
            }
            case BROKER_KILLED -> broker = restarted(broker, "broker", random);
            case BROKER_STALLED -> stall(broker, random);
            case STORE_KILLED -> store = restarted(store, "store", random);
            case STORE_STALLED -> stall(store, random);
        }
    }

    private Member restarted(Member server, String role, SplittableRandom random) {
        server.signal("KILL");
        server.awaitEnd();
        Member.pause(Duration.ofMillis(random.nextLong(longestAbsence.toMillis() + 1)));
        Member again = startServer(role);
        awaitUp(again);
        return again;
    }

    private Member startServer(String role) {
        return Member.start(
                program,
                directory,
                role + "-" + started++,
                Map.of(),
                "up",
                "--roles",
                role,
                "--data",
                directory.resolve("data").toString());
    }

    private static void awaitUp(Member server) {
        server.awaitSaying(Pattern.compile("(vmloom is up)"));
    }

    private void replace(SplittableRandom random, String signal) {
        Member victim = workers.remove(random.nextInt(workers.size()));
        victim.signal(signal);
        workers.add(startWorker());
    }

    private static void stall(Member member, SplittableRandom random) {
        member.signal("STOP");
        Member.pause(Duration.ofMillis(500 + random.nextInt(5_000)));
        member.signal("CONT");
    }

    private Member startCoordinator(String port) {
        Member member = Member.start(
                program,
                directory,
                "coordinator-" + started++,
                Map.of("VMLOOM_HTTP_PORT", port),
                "coordinator",
                "--config",
                endpoints.toString());
        api = member.awaitSaying(Pattern.compile("API at (\\S+)\\s"));
        return member;
    }

    private Member startWorker() {
        return Member.start(
                program,
                directory,
                "worker-" + started++,
                Map.of("VMLOOM_METRICS_PORT", "0", "VMLOOM_WORKER_SLOTS", "1", "VMLOOM_LOG_LEVEL", "DEBUG"),
                "worker",
                "--config",
                endpoints.toString());
    }

    @Override
    public void close() {
        workers.forEach(Member::close);
        coordinator.close();
        broker.close();
        store.close();
    }
}
