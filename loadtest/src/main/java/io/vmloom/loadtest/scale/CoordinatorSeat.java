package io.vmloom.loadtest.scale;

import io.vmloom.cli.config.Setting;
import io.vmloom.cli.embedded.LastingPort;
import io.vmloom.loadtest.launch.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A coordinator and those that take its place, at one address. Used by one thread. */
final class CoordinatorSeat implements AutoCloseable {
    private static final Pattern UP = Pattern.compile("(API at \\S+)\\s");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> program;
    private final Path directory;
    private final int number;
    private final Map<String, String> settings;
    private final String javaOptions;
    private final int port = LastingPort.choose();
    private final List<Path> collections = new ArrayList<>();
    private Member holder;
    private Duration cpuBefore = Duration.ZERO;
    private Duration cpu = Duration.ZERO;
    private long peakMemoryBytes;

    /** @param javaOptions such as {@code -Xmx1g} */
    CoordinatorSeat(
            List<String> program, Path directory, int number, Map<String, String> settings, String javaOptions) {
        this.program = program;
        this.directory = directory;
        this.number = number;
        this.settings = settings;
        this.javaOptions = javaOptions;
        holder = start();
        awaitUp();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Ends it at once, without that it can do anything about it. */
    void kill() {
        measure();
        holder.signal("KILL");
        holder.endsWithin(PATIENCE);
        cpuBefore = cpuBefore.plus(cpu);
        cpu = Duration.ZERO;
    }

    /** Starts the next one, and does not wait for it. */
    void replace() {
        holder = start();
    }

    void awaitUp() {
        holder.awaitSaying(UP);
    }

    /** Has a look at what it uses, which nobody can tell once it has ended. */
    void measure() {
        if (holder.isAlive()) {
            cpu = holder.cpu();
            peakMemoryBytes = Math.max(peakMemoryBytes, holder.peakMemoryBytes());
        }
    }

    Duration cpu() {
        return cpuBefore.plus(cpu);
    }

    long peakMemoryBytes() {
        return peakMemoryBytes;
    }

    HeapLog heap() {
        return collections.stream().map(HeapLog::read).reduce(HeapLog.EMPTY, HeapLog::or);
    }

    private Member start() {
        String name = "coordinator-" + number + "-" + collections.size();
        Path log = directory.resolve(name + ".gc");
        collections.add(log);
        Map<String, String> environment = new HashMap<>(settings);
        environment.put(Setting.HTTP_PORT.variable(), Integer.toString(port));
        environment.put("JDK_JAVA_OPTIONS", javaOptions + " -Xlog:gc:file=" + log.toAbsolutePath());
        return Member.start(program, directory, name, environment, "coordinator");
    }

    @Override
    public void close() {
        holder.close();
    }
}
