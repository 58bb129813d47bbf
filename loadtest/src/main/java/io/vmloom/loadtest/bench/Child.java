package io.vmloom.loadtest.bench;

import io.vmloom.error.CancelledException;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.loadtest.launch.PeakMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs programs to their end. */
final class Child {
    private static final Duration LOOK = Duration.ofMillis(20);

    private Child() {}

    /**
     * What became of one.
     *
     * @param said what it printed
     * @param peakBytes the most memory that it was seen to hold; 0 where the system does not tell
     */
    record Ended(String said, long peakBytes) {}

    /** Any exit code but 0 is a failure that quotes what was printed. */
    static Ended run(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = start(builder);
        try {
            process.getOutputStream().close();
            FutureTask<Long> peak = new FutureTask<>(() -> watchMemory(process));
            Thread.ofVirtual().start(peak);
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new InternalException(
                        String.join(" ", command) + " ended with " + code + ": " + said.strip(), null);
            }
            return new Ended(said, peak.get());
        } catch (IOException | ExecutionException e) {
            throw new InternalException(command.getFirst() + " broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the benchmark");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new RequestException(builder.command().getFirst() + " can not be started (" + e.getMessage()
                    + "); install it, or set PATH");
        }
    }

    static Ended run(List<String> command) {
        return run(command, Map.of());
    }

    private static long watchMemory(Process process) throws InterruptedException {
        long peakBytes = PeakMemory.bytes(process);
        while (!process.waitFor(LOOK)) {
            peakBytes = Math.max(peakBytes, PeakMemory.bytes(process));
        }
        return peakBytes;
    }
}
