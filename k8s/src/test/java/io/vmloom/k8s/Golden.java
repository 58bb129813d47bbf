package io.vmloom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Committed files that are made by a program. {@code -Dvmloom.golden=write} makes them anew. */
public final class Golden {
    private static final boolean WRITE = "write".equals(System.getProperty("vmloom.golden"));

    private Golden() {}

    /** Demands that the file holds the text, or writes it. */
    public static void check(Path file, String text) {
        if (WRITE) {
            try {
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(ModuleFiles.text(file))
                .as("%s is not what -Dvmloom.golden=write makes", file)
                .isEqualTo(text);
    }
}
