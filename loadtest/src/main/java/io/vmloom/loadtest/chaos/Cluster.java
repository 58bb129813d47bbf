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
    private final Member servers;
    private final String endpoints;
    private final List<Member> workers = new ArrayList<>();
    private Member coordinator;
    private String api = "";
    private int started;

    private Cluster(List<String> program, Path directory) {
        this.program = program;
        this.directory = directory;
        servers = Member.start(
                program,
                directory,
                "servers",
                Map.of(),
                "up",
                "--roles",
                "broker,store",
                "--data",
                directory.resolve("data").toString());
        endpoints = servers.awaitSaying(Pattern.compile("endpoints: +(\\S+)\\s"));
        servers.awaitSaying(Pattern.compile("(vmloom is up)"));
        coordinator = startCoordinator("0");
    }

    static Cluster start(List<String> program, Path directory, int workers) {
        Cluster cluster = new Cluster(program, directory);
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
            case SERVERS_STALLED -> stall(servers, random);
        }
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
                endpoints);
        api = member.awaitSaying(Pattern.compile("API at (\\S+)\\s"));
        return member;
    }

    private Member startWorker() {
        return Member.start(
                program,
                directory,
                "worker-" + started++,
                Map.of("VMLOOM_METRICS_PORT", "0", "VMLOOM_WORKER_SLOTS", "1"),
                "worker",
                "--config",
                endpoints);
    }

    @Override
    public void close() {
        workers.forEach(Member::close);
        coordinator.close();
        servers.close();
    }
}
