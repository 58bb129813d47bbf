package io.vmloom.cli.embedded;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The key of a data directory that coordinator and workers seal disks' keys with: made once, its owner's alone. */
public final class TaskKeyFile {
    /** In the data directory. */
    public static final String NAME = "task.key";

    private TaskKeyFile() {}

    /** Where it is in a data directory. */
    public static Path of(Path directory) {
        return directory.resolve(NAME);
    }

    /** Makes it when it is not there; {@link RequestException} when that can not be done. */
    public static Path make(Path directory) {
        Path file = of(directory);
        try {
            if (Files.notExists(file)) {
                byte[] key = new byte[KeyWrap.MIN_BYTES];
                new SecureRandom().nextBytes(key);
                Path unfinished = Files.createTempFile(directory, NAME, ".tmp");
                if (Files.getFileStore(unfinished).supportsFileAttributeView(PosixFileAttributeView.class)) {
                    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
                }
                Files.write(unfinished, key);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } catch (IOException e) {
            throw new RequestException(
                    file + " can not be written (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
    }
}
