package io.vmloom.loadtest.bench;

import io.vmloom.cli.config.Setting;
import io.vmloom.error.InternalException;
import io.vmloom.loadtest.launch.Launcher;
import io.vmloom.store.Location;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Endpoint;
import io.vmloom.store.s3.S3ObjectStore;
import io.vmloom.store.s3.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** An S3 server in a process of its own, so that no program shares its JVM. What it keeps is lost when it is closed. */
record S3Process(Process process, URI endpoint) implements AutoCloseable {
    private static final String REGION = "us-east-1";
    private static final String ANYBODY = "anybody";

    /** @param bytes that it is going to keep, at most */
    static S3Process start(long bytes) {
        try {
            Process process = new ProcessBuilder(Launcher.java(S3ServerMain.class.getName(), heap(bytes)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = process.inputReader(StandardCharsets.UTF_8).readLine();
            return new S3Process(
                    process,
                    URI.create(Optional.ofNullable(said).orElseThrow(() -> new IOException("it said nothing"))));
        } catch (IOException e) {
            throw new InternalException("the S3 server did not start", e);
        }
    }

    /** What is kept stands in arrays of many regions, whose last ones are not full. */
    private static String heap(long bytes) {
        return "-Xmx" + (512 + bytes / 1024 / 1024 * 5 / 4) + "m";
    }

    /** The settings of a command that works with it. */
    Map<String, String> environment() {
        return Map.of(
                Setting.S3_ENDPOINT.variable(),
                endpoint.toString(),
                Setting.S3_REGION.variable(),
                REGION,
                "AWS_ACCESS_KEY_ID",
                ANYBODY,
                "AWS_SECRET_ACCESS_KEY",
                ANYBODY);
    }

    void upload(Path file, Location.InBucket object) throws Exception {
        try (S3ObjectStore store = open()) {
            new S3Transfer(store).upload(file, object);
        }
    }

    void download(Location.InBucket object, Path file) throws Exception {
        try (S3ObjectStore store = open()) {
            new S3Transfer(store).download(object, file);
        }
    }

    void delete(Location.InBucket object) {
        try (S3ObjectStore store = open()) {
            store.delete(object);
        }
    }

    private S3ObjectStore open() {
        return S3ObjectStore.open(
                S3Settings.server(new S3Endpoint.At(endpoint), REGION, new S3Credentials.KeyPair(ANYBODY, ANYBODY)));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
