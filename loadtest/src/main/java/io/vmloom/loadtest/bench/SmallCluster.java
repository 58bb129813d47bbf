package io.vmloom.loadtest.bench;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.config.Setting;
import io.vmloom.error.InternalException;
import io.vmloom.loadtest.launch.Member;
import io.vmloom.store.Location;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A coordinator and workers, each a process of its own, at a broker that others may use too. */
final class SmallCluster implements Converter {
    private static final Pattern API = Pattern.compile("API at (\\S+)\\s");
    /** Answering takes the coordinator's time, which is measured. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Member coordinator;
    private final List<Member> workers = new ArrayList<>();
    private final ApiClient api;
    private final Trial.Target target;

    /**
     * @param program what comes before the arguments of {@code vmloom}
     * @param directory keeps what the processes say
     * @param name in front of their names, and of the names of topics
     * @param environment says how to reach broker and store
     */
    SmallCluster(
            List<String> program,
            Path directory,
            String name,
            Map<String, String> environment,
            int workers,
            Trial.Target target) {
        this.target = target;
        Map<String, String> settings = new HashMap<>(environment);
        settings.put(Setting.KAFKA_PREFIX.variable(), name + ".");
        settings.put(Setting.HTTP_PORT.variable(), "0");
        settings.put(Setting.HTTP_REQUESTS_PER_MINUTE.variable(), "0");
        settings.put(Setting.METRICS_PORT.variable(), "0");
        coordinator = Member.start(program, directory, name + "-coordinator", settings, "coordinator");
        for (int i = 0; i < workers; i++) {
            this.workers.add(Member.start(program, directory, name + "-worker-" + i, settings, "worker"));
        }
        api = ApiClient.of(coordinator.awaitSaying(API));
    }

    @Override
    public void convert(Location.InBucket source, Location.InBucket object) {
        String id = api.submit("bench.yaml", manifest(source, object).getBytes(StandardCharsets.UTF_8))
                .get("id")
                .asString();
        JsonNode status = api.status(id, 1);
        while (!List.of("COMPLETE", "FAILED", "CANCELLED")
                .contains(status.get("state").asString())) {
            Member.pause(LOOK);
            status = api.status(id, 1);
        }
        if (status.get("counts").get("succeeded").asLong() != 1) {
            throw new InternalException("the cluster did not convert " + source + ": " + api.report(id), null);
        }
    }

    private String manifest(Location.InBucket source, Location.InBucket object) {
        return """
                apiVersion: vmloom.io/v1
                name: bench
                items:
                  - source: {uri: "%s"}
                    output: {uri: "%s", format: %s, options: {%s}}
                """.formatted(
                        source,
                        object,
                        target.format(),
                        String.join(", ", target.options()).replace("=", ": "));
    }

    @Override
    public Duration cpu() {
        return Stream.concat(Stream.of(coordinator), workers.stream())
                .map(Member::cpu)
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public long peakBytes() {
        return workers.stream().mapToLong(Member::peakMemoryBytes).max().orElse(0);
    }

    @Override
    public void close() {
        api.close();
        workers.forEach(Member::close);
        coordinator.close();
    }
}
