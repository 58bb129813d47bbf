package io.vmloom.loadtest.bench;

import io.vmloom.error.CancelledException;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs programs to their end. */
final class Child {
    private Child() {}

    /** What the program printed; any exit code but 0 is a failure that quotes it. */
    static String run(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new RequestException(
                    command.getFirst() + " can not be started (" + e.getMessage() + "); install it, or set PATH");
        }
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new InternalException(
                        String.join(" ", command) + " ended with " + code + ": " + said.strip(), null);
            }
            return said;
        } catch (IOException e) {
            throw new InternalException(command.getFirst() + " broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the benchmark");
        } finally {
            process.destroyForcibly();
        }
    }

    static String run(List<String> command) {
        return run(command, Map.of());
    }
}
