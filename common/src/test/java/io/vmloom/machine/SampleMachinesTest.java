package io.vmloom.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.machine.kind.MachineKind;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.machine.libvirt.LibvirtWriter;
import io.vmloom.machine.proxmox.QmGrammar;
import io.vmloom.machine.proxmox.QmWriter;
import io.vmloom.machine.vmx.VmxWriter;
import io.vmloom.machine.xen.XlGrammar;
import io.vmloom.machine.xen.XlWriter;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every configuration of the samples becomes a machine, and that machine one of every kind that is written. */
class SampleMachinesTest {
    private static final Path SCHEMA = Path.of("/usr/share/libvirt/schemas/domain.rng");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everySampleIsReadAndWritten() {
        return samples().map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> convert(path)));
    }

    @Test
    void everyDomainThatIsMadeOfThemIsValid() throws IOException {
        Peers.need("xmllint");
        List<Object> arguments = new ArrayList<>(List.of("--noout", "--relaxng", SCHEMA));
        for (Path path : samples().toList()) {
            Path file = folder.resolve(arguments.size() + ".xml");
            Files.writeString(file, new LibvirtWriter().write(read(path)).text());
            arguments.add(file);
        }

        String verdict = Peers.attempt("xmllint", arguments.toArray()).output();

        assertThat(verdict.lines().filter(line -> !line.endsWith(" validates"))).isEmpty();
        assertThat(verdict.lines()).hasSize(arguments.size() - 3);
    }

    private static Stream<Path> samples() {
        return Stream.of(
                        SampleConfigs.in("libvirt+libvirt/tests/vmx2xmldata", ".vmx"),
                        SampleConfigs.in("libvirt+libvirt/tests/vmx2xmldata", ".xml"),
                        SampleConfigs.in("libguestfs+virt-v2v/tests", ".vmx"),
                        SampleConfigs.in("virt-manager+virt-manager/tests/virtconv-files", ".vmx"))
                .flatMap(List::stream);
    }

    private static void convert(Path path) throws IOException {
        Machine machine = read(path);
        Machine fitted = new MachineRules(
                        Optional.of(new DiskBus(Bus.VIRTIO, Optional.empty())),
                        Optional.of(Nic.Model.VIRTIO),
                        Map.of("*", new Network(Network.Kind.BRIDGE, "br0")),
                        new DiskNames("/disks/{stem}.{format}", Optional.of("qcow2"), machine.name()))
                .apply(machine)
                .machine();

        assertThat(machine.memoryBytes()).isGreaterThan(1 << 20);
        assertThat(fitted.disks()).allMatch(disk -> disk.slot().bus() == Bus.VIRTIO);
        assertThat(new VmxWriter().write(fitted).text()).contains("displayName");
        XlGrammar.check(new XlWriter().write(fitted).text());
        QmGrammar.check(new QmWriter().write(fitted).text());
    }

    private static Machine read(Path path) throws IOException {
        ConfigFile file = new ConfigFile(path.toString(), Files.readAllBytes(path));
        MachineKind kind = MachineKinds.detect(file);
        return kind.reader().orElseThrow().read(file).machine();
    }
}
