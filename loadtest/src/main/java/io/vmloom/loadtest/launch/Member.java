package io.vmloom.loadtest.launch;

import io.vmloom.error.InternalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the cluster, whose words are kept in a file. */
public final class Member implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String name;
    private final Process process;
    private final Path log;

    private Member(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** @param program what comes before the arguments of {@code vmloom} */
    public static Member start(
            List<String> program, Path logs, String name, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        Path log = logs.resolve(name + ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new Member(name, builder.start(), log);
        } catch (IOException e) {
            throw new InternalException(name + " can not be started", e);
        }
    }

    /** Waits until it has said something, and answers the first group of it; ends it when it does not. */
    public String awaitSaying(Pattern pattern) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Matcher matcher = pattern.matcher(said());
            if (matcher.find()) {
                return matcher.group(1);
            }
            pause(Duration.ofMillis(50));
        }
        String state = process.isAlive() ? "is still running" : "ended with exit code " + process.exitValue();
        close();
        throw new InternalException(
                name + " " + state + " and never said " + pattern + "; its words are in " + log, null);
    }

    /** Sends a signal by its name, such as {@code KILL}. */
    public void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new InternalException("signal " + signal + " could not be sent to " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it and nobody else has spent on all cores so far; zero when it has ended. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The most memory that it ever held at once, in bytes; zero where the system does not tell. */
    public long peakMemoryBytes() {
        return PeakMemory.bytes(process);
    }

    public static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String said() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
