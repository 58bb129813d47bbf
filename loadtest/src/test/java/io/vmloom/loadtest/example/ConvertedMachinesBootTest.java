package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.Main;
import io.vmloom.testing.TarFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The example's machine starts on KVM's emulator as its new configuration says, from whatever it was packed in. */
class ConvertedMachinesBootTest {
    private static final Path DISK = CommittedExamplesTest.DISKS.resolve("db-01.vmdk");

    @TempDir
    private Path folder;

    private Path vmx = Path.of("");

    @BeforeEach
    void aDirectoryOfVmware() throws IOException {
        Path web = Files.createDirectory(folder.resolve("vmware"));
        Files.copy(DISK, web.resolve("db-01.vmdk"));
        vmx = web.resolve("db-01.vmx");
        Files.copy(DISK.resolveSibling("../machines/db-01.vmx"), vmx);
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtio", "virtio-scsi", "lsilogic", "sata", "ide"})
    void aDirectoryOfVmwareStarts(String bus) throws Exception {
        starts(vmx, bus);
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtio", "sata"})
    void anArchiveStarts(String bus) throws Exception {
        Path ovf = folder.resolve("ovf");
        vmloom("convert", "-q", vmx, ovf, "--config", "ovf", "-o", "subformat=streamOptimized");
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String file : List.of("db-01.ovf", "db-01.vmdk")) {
            files.put(file, Files.readAllBytes(ovf.resolve(file)));
        }
        Path ova = Files.write(folder.resolve("db-01.ova"), TarFiles.of(files));

        starts(ova, bus);
    }

    private void starts(Path machine, String bus) throws Exception {
        Path out = folder.resolve("kvm");
        vmloom("convert", "-q", machine, out, "--config", "libvirt", "--bus", bus, "--nic", "virtio");

        assertThat(EmulatedPc.serialOutputOf(
                        QemuArguments.of(out.resolve("db-01.xml")).all()))
                .isEqualTo(bootLine() + "\r\n");
    }

    private static String bootLine() {
        return ExampleDisks.all().stream()
                .filter(disk -> disk.fileName().equals("db-01.vmdk"))
                .findFirst()
                .orElseThrow()
                .bootLine();
    }

    private static void vmloom(Object... words) {
        StringWriter said = new StringWriter();
        CommandLine command = Main.commandLine().setErr(new PrintWriter(said));
        int exitCode = command.execute(Stream.of(words).map(Object::toString).toArray(String[]::new));
        assertThat(exitCode).as(said.toString()).isZero();
    }
}
