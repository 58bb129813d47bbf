package io.vmloom.k8s.container;

import io.vmloom.k8s.ModuleFiles;
import io.vmloom.testing.Peers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The containers of {@code examples/cluster}; closing it removes them, and what they kept. */
final class ComposedCluster implements AutoCloseable {
    private static final String PROJECT = "vmloom-test";

    private final List<String> program;
    private final Path file = ModuleFiles.ofRepository("examples/cluster/compose.yaml");

    private ComposedCluster(List<String> program) {
        this.program = program;
    }

    /**
     * Starts them from images that this Docker has, or pulls.
     *
     * @param images folder with the tar files of those of vmloom
     */
    static ComposedCluster start(Path images, int workers, String... services) {
        needDocker();
        Peers.run("docker", "load", "-i", images.resolve("coordinator.tar"));
        Peers.run("docker", "load", "-i", images.resolve("worker.tar"));
        ComposedCluster cluster = new ComposedCluster(program());
        cluster.compose(Stream.concat(Stream.of("up", "-d", "--scale", "worker=" + workers), Stream.of(services))
                .toArray(String[]::new));
        return cluster;
    }

    private static void needDocker() {
        Peers.need("docker");
        if (Peers.attempt("docker", "info").exitCode() != 0) {
            Peers.miss("a Docker that runs");
        }
    }

    private static List<String> program() {
        if (Peers.attempt("docker", "compose", "version").exitCode() == 0) {
            return List.of("docker", "compose");
        }
        Peers.need("docker-compose");
        return List.of("docker-compose");
    }

    /** Ids of a service's containers. */
    List<String> containers(String service) {
        return compose("ps", "-q", service).lines().toList();
    }

    /** As power that fails. */
    void kill(String container) {
        Peers.run("docker", "kill", "--signal", "KILL", container);
    }

    /** What all containers said. */
    String logs() {
        return compose("logs", "--no-color");
    }

    private String compose(String... arguments) {
        List<String> words = new ArrayList<>(program);
        words.addAll(List.of("-p", PROJECT, "-f", file.toString()));
        words.addAll(List.of(arguments));
        return Peers.run(words.getFirst(), words.subList(1, words.size()).toArray())
                .output();
    }

    @Override
    public void close() {
        compose("down", "--volumes", "--timeout", "20");
    }
}
