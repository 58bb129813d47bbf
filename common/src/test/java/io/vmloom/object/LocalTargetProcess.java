package io.vmloom.object;

import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process that begins a target, says so, and stays in the middle of it until it is killed. */
final class LocalTargetProcess {
    private LocalTargetProcess() {}

    /** Runs until it has begun. */
    static Process begin(Path target) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-cp", classPath, LocalTargetProcess.class.getName(), target.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("the other process ended before it began to write");
        }
        return process;
    }

    public static void main(String[] arguments) throws IOException {
        try (LocalTarget target =
                LocalTarget.appending(Path.of(arguments[0]), Precondition.NONE, 0, 4, Durability.SYNCED)) {
            target.accept(0, Content.of("half".getBytes(StandardCharsets.UTF_8)));
            System.out.write('!');
            System.out.flush();
            while (System.in.read() >= 0) {
                // waits to be killed
            }
        }
    }
}
