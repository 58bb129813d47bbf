package io.vmloom.cli.service;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.cli.embedded.TaskKeyFile;
import io.vmloom.cli.engine.EmbeddedServers;
import io.vmloom.error.RequestException;
import io.vmloom.store.s3.S3Credentials;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file in a data directory that says how to reach its servers: other processes take it by {@code --config}, and
 * servers that are started again become by it the ones that they were. It holds a secret, so that it is its owner's alone.
 */
public final class EndpointsFile {
    private static final String NAME = "endpoints.env";
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");
    private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9/+=._-]{8,128}");
    private static final int LAST_PORT = 0xffff;

    private final Path file;

    /** @param directory exists */
    public EndpointsFile(Path directory) {
        this.file = directory.resolve(NAME);
    }

    /** What it says; nothing when it is not there. {@link RequestException} when it can not be trusted. */
    public Endpoints read() {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Endpoints(Optional.empty(), Optional.empty());
        }
        requireOwners();
        Configuration said = Configuration.load(Optional.of(file), Map.of());
        Endpoints endpoints = new Endpoints(
                said.optional(Setting.KAFKA_SERVERS).map(servers -> port(servers, Endpoints.BROKER)), store(said));
        if (endpoints.settings().isEmpty()) {
            throw refused("it names no server");
        }
        return endpoints;
    }

    /**
     * Writes what was started now, and keeps what the file says of a server that another process has. It is there as a
     * whole or not at all.
     */
    public Path write(Endpoints started) {
        try (FileChannel channel = FileChannel.open(
                        file.resolveSibling(NAME + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            replace(started.or(read()));
            return file;
        } catch (IOException e) {
            throw new RequestException(
                    file + " can not be written (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
    }

    private void replace(Endpoints endpoints) throws IOException {
        StringBuilder text = new StringBuilder("# How to reach the servers of this directory, now and when they are"
                + " started again. Without this file they get new ports and credentials.\n");
        endpoints
                .settings()
                .forEach((setting, value) -> text.append(setting.variable())
                        .append('=')
                        .append(value)
                        .append('\n'));
        Path taskKey = file.resolveSibling(TaskKeyFile.NAME).toAbsolutePath();
        if (Files.exists(taskKey)) {
            text.append(Setting.TASKS_KEY_FILE.variable())
                    .append('=')
                    .append(taskKey)
                    .append('\n');
        }
        Path unfinished = Files.createTempFile(file.getParent(), NAME, ".tmp");
        if (Files.getFileStore(unfinished).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(unfinished, OWNERS);
        }
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Who else could read it knows the secret, and who else could write it chose one. */
    private void requireOwners() {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return; // a system without such permissions
        }
        try {
            PosixFileAttributes attributes = view.readAttributes();
            if (!attributes.isRegularFile() || !OWNERS.containsAll(attributes.permissions())) {
                throw refused("it must be a file that its owner alone can read and write, and is "
                        + (attributes.isRegularFile()
                                ? PosixFilePermissions.toString(attributes.permissions())
                                : "no file"));
            }
        } catch (IOException e) {
            throw refused(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private Optional<EmbeddedServers.Store> store(Configuration said) {
        return said.optional(Setting.S3_ENDPOINT)
                .map(endpoint -> new EmbeddedServers.Store(
                        port(endpoint, Endpoints.STORE),
                        new S3Credentials.KeyPair(
                                key(said, Setting.S3_ACCESS_KEY_ID), key(said, Setting.S3_SECRET_ACCESS_KEY))));
    }

    private int port(String address, String beginning) {
        String port = address.startsWith(beginning) ? address.substring(beginning.length()) : "";
        if (!PORT.matcher(port).matches() || Integer.parseInt(port) > LAST_PORT) {
            throw refused("an address must be " + beginning + "PORT, got: '" + address + "'");
        }
        return Integer.parseInt(port);
    }

    private String key(Configuration said, Setting setting) {
        return said.optional(setting)
                .filter(key -> KEY.matcher(key).matches())
                .orElseThrow(() -> refused(setting.variable() + " is missing or malformed"));
    }

    private RequestException refused(String reason) {
        return new RequestException(file + " does not say how the servers of this directory were started: " + reason
                + "; remove it for new ports and credentials");
    }
}
