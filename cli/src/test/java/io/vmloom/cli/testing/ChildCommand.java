package io.vmloom.cli.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.cli.Main;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.store.s3.S3Credentials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command in a JVM of its own, which can be sent signals. */
public final class ChildCommand implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 600;

    private final Process process;
    private final Path out;
    private final Path err;

    private ChildCommand(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Nothing of the environment of this process that has to do with object stores is passed on. */
    public static ChildCommand start(Map<String, String> environment, Object... arguments) throws IOException {
        return start(List.of("-Xmx400m", "-XX:TieredStopAtLevel=1"), environment, arguments);
    }

    /** The same in a JVM with these options; what works for long is compiled as it is for users. */
    public static ChildCommand start(List<String> jvm, Map<String, String> environment, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(signalsLikeInATerminal());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dlogback.configurationFile=logback.xml"); // not that of tests
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        Path out = Files.createTempFile("vmloom-child", ".out");
        Path err = Files.createTempFile("vmloom-child", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("VMLOOM_"));
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
        return new ChildCommand(builder.start(), out, err);
    }

    /** Runs it to its end. */
    public static Command.Outcome run(Map<String, String> environment, Object... arguments)
            throws IOException, InterruptedException {
        try (ChildCommand child = start(environment, arguments)) {
            return child.outcome();
        }
    }

    /** What a command needs to reach an embedded server. */
    public static Map<String, String> environment(EmbeddedS3 server) {
        if (!(server.settings().credentials() instanceof S3Credentials.KeyPair keys)) {
            throw new IllegalStateException("no key pair: " + server.settings());
        }
        return Map.of(
                "VMLOOM_S3_ENDPOINT",
                server.endpoint().toString(),
                "VMLOOM_S3_SIGNING",
                server.settings().payloadSigning().name(),
                "VMLOOM_S3_CHECKSUM",
                server.settings().uploadChecksum().name(),
                "AWS_ACCESS_KEY_ID",
                keys.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                keys.secretAccessKey());
    }

    /** Sends a signal by its name, such as {@code INT}. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Waits until it has said something on standard output, and answers the first group of it. */
    public String awaitSaying(Pattern pattern) throws IOException {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> said(pattern).isPresent() || !process.isAlive());
        Optional<String> said = said(pattern);
        assertThat(said)
                .as("'%s' in %s%s", pattern, Files.readString(out, UTF_8), Files.readString(err, UTF_8))
                .isPresent();
        return said.orElseThrow();
    }

    private Optional<String> said(Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(out, UTF_8));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** What it has said on standard error until now. */
    public String err() throws IOException {
        return Files.readString(err, UTF_8);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end; the exit code is 128 and the signal's number when a signal ended it. */
    public Command.Outcome outcome() throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ended within %d s", PATIENCE_SECONDS)
                .isTrue();
        return new Command.Outcome(
                List.of("(of its own JVM)"),
                process.exitValue(),
                Files.readString(out, UTF_8),
                Files.readString(err, UTF_8));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }

    /** Where this JVM runs in the background its children ignore Ctrl-C, unless that is taken back. */
    private static List<String> signalsLikeInATerminal() throws IOException {
        List<String> env = List.of("/usr/bin/env", "--default-signal=INT");
        List<String> probe = new ArrayList<>(env);
        probe.add("true");
        try {
            Process probed = new ProcessBuilder(probe)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probed.waitFor() == 0 ? env : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Without what the browser's driver brings, of which OpenTelemetry would tell when it is first asked for. */
    private static String classPath() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> !entry.contains("opentelemetry-sdk-extension-autoconfigure"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
