package io.vmloom.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this module and of the repository around it. */
public final class ModuleFiles {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    private ModuleFiles() {}

    public static Path of(String path) {
        return MODULE.resolve(path);
    }

    public static Path ofRepository(String path) {
        return MODULE.resolveSibling(path);
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
