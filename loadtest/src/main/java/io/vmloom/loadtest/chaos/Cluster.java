package io.vmloom.loadtest.chaos;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.cli.embedded.LastingPort;
import io.vmloom.loadtest.launch.Coordinators;
import io.vmloom.loadtest.launch.Member;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Broker and store, coordinators and workers, each a process of its own. */
final class Cluster implements AutoCloseable {
    static final String BUCKET = "vmloom";

    private static final Pattern SERVER_IS_UP = Pattern.compile("(vmloom is up)");
    private static final Pattern COORDINATOR_IS_UP = Pattern.compile("(API at \\S+)\\s");
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration SLOWNESS = Duration.ofSeconds(4);

    private final List<String> program;
    private final Path directory;
    private final Duration taskLock;
    private final Path endpoints;
    private final Post broker;
    private final Post store;
    private final FaultyStore faultyStore;
    private final List<Post> coordinators = new ArrayList<>();
    private final List<String> apis = new ArrayList<>();
    private final List<Post> workers = new ArrayList<>();
    private final Echo echo;

    Cluster(List<String> program, Path directory, int coordinators, int workers, Duration taskLock) {
        this.taskLock = taskLock;
        this.program = program;
        this.directory = directory;
        endpoints = directory.resolve("data").resolve("endpoints.env");
        broker = server("broker");
        store = server("store");
        Configuration said = Configuration.load(Optional.of(endpoints), Map.of());
        faultyStore = new FaultyStore(URI.create(said.required(Setting.S3_ENDPOINT)), SLOWNESS);
        for (int i = 0; i < coordinators; i++) {
            this.coordinators.add(coordinator(i, LastingPort.choose()));
        }
        for (int i = 0; i < workers; i++) {
            this.workers.add(worker(i));
        }
        echo = new Echo(said.required(Setting.KAFKA_SERVERS));
    }

    /** Where the store keeps its objects as files. */
    static Path objects(Path directory) {
        return directory.resolve("data").resolve("s3").resolve(BUCKET);
    }

    Post broker() {
        return broker;
    }

    Post store() {
        return store;
    }

    FaultyStore faultyStore() {
        return faultyStore;
    }

    List<Post> coordinators() {
        return List.copyOf(coordinators);
    }

    List<Post> workers() {
        return List.copyOf(workers);
    }

    /** For how long a worker that has gone silent keeps its task. */
    Duration taskLock() {
        return taskLock;
    }

    Echo echo() {
        return echo;
    }

    /** The store as it is, whatever stands in front of it. */
    Bucket bucket() {
        return new Bucket(endpoints);
    }

    /** Starts again what ended by itself. */
    void tend() {
        posts().forEach(Post::tend);
    }

    int vacancies() {
        return posts().mapToInt(Post::vacancies).sum();
    }

    private Stream<Post> posts() {
        return Stream.of(Stream.of(broker, store), coordinators.stream(), workers.stream())
                .flatMap(posts -> posts);
    }

    /** Asks one coordinator after the other until one answers. */
    <T> T ask(Function<ApiClient, T> question) {
        return new Coordinators(apis, PATIENCE, this::tend).ask(0, question);
    }

    private Post server(String role) {
        return new Post(starts -> {
            Member member = Member.start(
                    program,
                    directory,
                    role + "-" + starts,
                    Map.of(),
                    "up",
                    "--roles",
                    role,
                    "--data",
                    directory.resolve("data").toString());
            member.awaitSaying(SERVER_IS_UP);
            return member;
        });
    }

    private Post coordinator(int number, int port) {
        apis.add("http://127.0.0.1:" + port);
        return new Post(starts -> {
            Member member = Member.start(
                    program,
                    directory,
                    "coordinator-" + number + "-" + starts,
                    Map.of(
                            Setting.HTTP_PORT.variable(), Integer.toString(port),
                            Setting.HTTP_REQUESTS_PER_MINUTE.variable(), "0",
                            Setting.KAFKA_TASK_LOCK.variable(), lock(),
                            Setting.S3_ENDPOINT.variable(),
                                    faultyStore.endpoint().toString()),
                    "coordinator",
                    "--config",
                    endpoints.toString());
            member.awaitSaying(COORDINATOR_IS_UP);
            return member;
        });
    }

    private Post worker(int number) {
        return new Post(starts -> Member.start(
                program,
                directory,
                "worker-" + number + "-" + starts,
                Map.of(
                        Setting.METRICS_PORT.variable(),
                        "0",
                        Setting.WORKER_SLOTS.variable(),
                        "1",
                        Setting.KAFKA_TASK_LOCK.variable(),
                        lock(),
                        Setting.S3_ENDPOINT.variable(),
                        faultyStore.endpoint().toString(),
                        "VMLOOM_LOG_LEVEL",
                        "DEBUG"),
                "worker",
                "--config",
                endpoints.toString()));
    }

    private String lock() {
        return taskLock.toSeconds() + "s";
    }

    @Override
    public void close() {
        echo.close();
        posts().forEach(Post::close);
        faultyStore.close();
    }
}
