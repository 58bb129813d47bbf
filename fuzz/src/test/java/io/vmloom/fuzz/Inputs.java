package io.vmloom.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The committed inputs: seeds to begin with, and what was found once. */
final class Inputs {
    private Inputs() {}

    /** Folders of a subject's own inputs, or all of them for one without. */
    static List<Path> folders(String subject) {
        List<Path> own = Stream.of("seeds", "found")
                .map(kind -> root().resolve(kind).resolve(subject))
                .filter(Files::isDirectory)
                .toList();
        return own.isEmpty() ? List.of(root().resolve("seeds"), root().resolve("found")) : own;
    }

    static List<Path> files(String subject) {
        return folders(subject).stream().flatMap(Inputs::files).sorted().toList();
    }

    static Path seed(String name) {
        return root().resolve("seeds").resolve(name);
    }

    static Stream<Path> seeds() {
        return files(root().resolve("seeds"));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(Inputs.class.getResource("seeds"))
                            .toURI())
                    .resolveSibling("");
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
