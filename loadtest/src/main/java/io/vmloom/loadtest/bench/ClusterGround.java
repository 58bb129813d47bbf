package io.vmloom.loadtest.bench;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.loadtest.launch.Member;
import io.vmloom.loadtest.launch.StoreRelay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What several clusters work with: a store, near or far, and a broker. Closes everything that stands on it, too. */
final class ClusterGround implements AutoCloseable {
    private static final Pattern UP = Pattern.compile("(vmloom is up)");

    private final VmloomProgram vmloom;
    private final Path directory;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<String, String> environment = new HashMap<>();
    private final S3Process server;

    /**
     * @param storeBytes that the store is going to keep, at most
     * @param directory for what processes keep and say; must be there
     */
    ClusterGround(VmloomProgram vmloom, long storeBytes, Path directory, Duration latency) {
        this.vmloom = vmloom;
        this.directory = directory;
        server = add(S3Process.start(storeBytes));
        try {
            environment.putAll(server.environment());
            if (latency.isPositive()) {
                StoreRelay relay = add(StoreRelay.distant(server.endpoint(), latency));
                environment.put(Setting.S3_ENDPOINT.variable(), relay.endpoint().toString());
            }
            environment.put(Setting.KAFKA_SERVERS.variable(), startBroker());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** For those that are not measured: never far away. */
    S3Process server() {
        return server;
    }

    private String startBroker() {
        Path data = directory.resolve("data");
        Member broker = add(Member.start(
                vmloom.command(), directory, "broker", Map.of(), "up", "--roles", "broker", "--data", data.toString()));
        broker.awaitSaying(UP);
        return Configuration.load(Optional.of(data.resolve("endpoints.env")), Map.of())
                .required(Setting.KAFKA_SERVERS);
    }

    /** @param name of its own, different from that of other clusters here */
    Converter cluster(String name, int workers, Trial.Target target) {
        return add(new SmallCluster(vmloom.command(), directory, name, environment, workers, target));
    }

    Converter oneProcess(Trial.Target target) {
        return add(new OneProcess(environment, target));
    }

    private <T extends AutoCloseable> T add(T member) {
        opened.push(member);
        return member;
    }

    @Override
    public void close() {
        RuntimeException failure = new IllegalStateException("not everything ended");
        opened.forEach(member -> {
            try {
                member.close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        });
        opened.clear();
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
