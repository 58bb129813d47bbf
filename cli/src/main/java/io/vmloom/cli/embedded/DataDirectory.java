package io.vmloom.cli.embedded;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the embedded servers keep their data; one process at a time. A lock of a killed process is gone with it. */
public final class DataDirectory implements AutoCloseable {
    private final Path directory;
    private final FileChannel lockFile;

    private DataDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /** Makes the directory when it is not there; {@link RequestException} when another process uses it. */
    public static DataDirectory open(Path directory) {
        try {
            Path real = Files.createDirectories(directory).toRealPath();
            FileChannel channel =
                    FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new RequestException("data directory " + real
                        + " is in use by another vmloom; wait until it has ended, or give another one with --data");
            }
            return new DataDirectory(real, channel);
        } catch (IOException e) {
            throw new RequestException("data directory " + directory + " can not be used ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + "); give another one with --data");
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this process has it
        }
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
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new RequestException(
                    "data directory " + directory + " could not be released (" + e.getMessage() + ")");
        }
    }
}
