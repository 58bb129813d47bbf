package io.vmloom.loadtest.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The peer. */
final class QemuImg {
    static final String PROGRAM = "qemu-img";

    private QemuImg() {}

    static String version() {
        return Child.run(List.of(PROGRAM, "--version"))
                .said()
                .lines()
                .findFirst()
                .orElse("");
    }

    /** Answers the most memory that it held, in bytes. */
    static long convert(Path source, String sourceFormat, Path target, String targetFormat, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(PROGRAM, "convert", "-f", sourceFormat, "-O", targetFormat));
        line.addAll(arguments);
        line.addAll(List.of(source.toString(), target.toString()));
        return Child.run(line).peakBytes();
    }

    /** Fails unless both disks hold the same bytes. */
    static void requireEqual(Path a, String formatOfA, Path b, String formatOfB) {
        Child.run(List.of(PROGRAM, "compare", "-f", formatOfA, "-F", formatOfB, a.toString(), b.toString()));
    }
}
