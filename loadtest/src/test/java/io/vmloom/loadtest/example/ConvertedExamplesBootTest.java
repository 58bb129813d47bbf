package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A PC boots from what the command makes of the examples, as it does from the examples. */
class ConvertedExamplesBootTest {
    /** A way to write a disk. */
    private record Target(String format, String options) {
        @Override
        public String toString() {
            return format + " " + options;
        }
    }

    private static final List<Target> TARGETS = List.of(
            new Target("raw", ""),
            new Target("qcow2", "compress=off"),
            new Target("qcow2", "compress=on,compression_type=zlib"),
            new Target("qcow2", "compress=on,compression_type=zstd"),
            new Target("vmdk", "subformat=streamOptimized"),
            new Target("vmdk", "subformat=monolithicSparse"),
            new Target("vdi", "static=off"),
            new Target("vdi", "static=on"),
            new Target("vpc", "subformat=dynamic"),
            new Target("vpc", "subformat=fixed"),
            new Target("vhdx", "subformat=dynamic"),
            new Target("vhdx", "subformat=fixed"));

    @TempDir
    private Path folder;

    static Stream<Arguments> disksAndTargets() {
        return ExampleDisks.all().stream().flatMap(disk -> TARGETS.stream().map(target -> Arguments.of(disk, target)));
    }

    @ParameterizedTest
    @MethodSource("disksAndTargets")
    void theConvertedDiskPrintsItsLine(ExampleDisk disk, Target target) throws Exception {
        Path image = CommittedExamplesTest.DISKS.resolve(disk.fileName());
        Path converted = folder.resolve("converted." + target.format());

        convert(image, converted, target.options());

        assertThat(EmulatedPc.serialOutputOf(converted, target.format())).isEqualTo(disk.bootLine() + "\r\n");
    }

    private static void convert(Path image, Path converted, String options) {
        StringWriter said = new StringWriter();
        CommandLine command = Main.commandLine().setErr(new PrintWriter(said));
        int exitCode = command.execute("convert", "-q", "-o", options, image.toString(), converted.toString());
        assertThat(exitCode).as(said.toString()).isZero();
    }
}
