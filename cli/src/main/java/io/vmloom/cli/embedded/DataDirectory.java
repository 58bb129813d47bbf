package io.vmloom.cli.embedded;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where the embedded servers keep their data; each of them in one process at a time. */
public final class DataDirectory implements AutoCloseable {
    private final Path directory;
    private final List<DirectoryLock> locks;

    private DataDirectory(Path directory, List<DirectoryLock> locks) {
        this.directory = directory;
        this.locks = locks;
    }

    /** For all servers. */
    public static DataDirectory open(Path directory) {
        return open(directory, EnumSet.allOf(Server.class));
    }

    /** Makes the directory when it is not there; {@link RequestException} when another process has one of the servers. */
    public static DataDirectory open(Path directory, Set<Server> servers) {
        List<DirectoryLock> locks = new ArrayList<>();
        try {
            Path real = Files.createDirectories(directory).toRealPath();
            for (Server server : EnumSet.copyOf(servers)) {
                locks.add(lock(real, server));
            }
            return new DataDirectory(real, locks);
        } catch (IOException e) {
            locks.forEach(DirectoryLock::close);
            throw new RequestException("data directory " + directory + " can not be used ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + "); give another one with --data");
        } catch (RequestException e) {
            locks.forEach(DirectoryLock::close);
            throw e;
        }
    }

    private static DirectoryLock lock(Path directory, Server server) throws IOException {
        String name = server.name().toLowerCase(Locale.ROOT);
        return DirectoryLock.take(
                directory.resolve(name + ".lock"),
                "data directory " + directory + " is in use by another vmloom, which has its " + name
                        + "; wait until it has ended, or give another one with --data");
    }

    public Path path() {
        return directory;
    }

    public Path objects() {
        return directory.resolve("s3");
    }

    public Path broker() {
        return directory.resolve("kafka");
    }

    public Path reports() {
        return directory.resolve("reports");
    }

    @Override
    public void close() {
        locks.forEach(DirectoryLock::close);
    }
}
