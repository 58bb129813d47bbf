package io.vmloom.machine.vmx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.machine.Bus;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Nic;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import io.vmloom.machine.SampleConfigs;
import io.vmloom.machine.libvirt.LibvirtReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * libvirt translated these VMX files into domains: both must say the same machine. What is told apart on purpose:
 *
 * <ul>
 *   <li>files: libvirt turns names into paths of a datastore, a machine keeps them as they are; file names are compared.
 *   <li>networks: libvirt calls all of them bridges, a machine knows port groups, NAT and others; names are compared.
 *   <li>empty drives of the client that are not connected: libvirt leaves them out, a machine has them.
 *   <li>a file of a datastore that libvirt's test does not have: libvirt makes an empty drive of it.
 *   <li>raw CD drives: libvirt calls them LUNs, which may be anything; that they are there is compared.
 *   <li>architecture: libvirt says i686 where the file names no guest; a machine says what is usual.
 *   <li>sides of pipes: libvirt forgets them.
 *   <li>clock, graphics memory that the file does not tell, sound, USB: libvirt does not say them for VMware.
 * </ul>
 */
class VmxOracleTest {
    private static final String PAIRS = "libvirt+libvirt/tests/vmx2xmldata";

    private static final String WITHOUT_DATASTORE = "cdrom-ide-file-missing-datastore.vmx";

    @TestFactory
    Stream<DynamicTest> libvirtReadsTheSameMachine() {
        return SampleConfigs.in(PAIRS, ".vmx").stream()
                .filter(vmx -> Files.exists(translation(vmx)) && !vmx.endsWith(WITHOUT_DATASTORE))
                .map(vmx -> DynamicTest.dynamicTest(vmx.getFileName().toString(), () -> compare(vmx)));
    }

    /** An older program's translations, into machines of KVM with devices of its own choice: what must stay is compared. */
    @ParameterizedTest
    @CsvSource({"test1.vmx, test1", "test-nodisks.vmx, test-nodisks", "vmx-dir/test-vmdk-desc.vmx, vmx-dir"})
    void virtConvertReadsTheSameMachine(String name, String output) throws IOException {
        Path vmx = sample("/vmx_input/" + name);
        String text = Files.readString(sample("/libvirt_output/vmx2libvirt_" + output + ".libvirt"));
        String domain = text.substring(0, text.indexOf("</domain>") + "</domain>".length());

        Machine ours = new VmxReader().read(file(vmx)).machine();
        Machine theirs = new LibvirtReader()
                .read(new ConfigFile(output, domain.getBytes(UTF_8)))
                .machine();

        assertThat(ours.name()).isEqualTo(theirs.name());
        assertThat(ours.memoryBytes()).isEqualTo(theirs.memoryBytes());
        assertThat(ours.cpu().processors()).isEqualTo(theirs.cpu().processors());
        assertThat(ours.disks())
                .extracting(Drive::slot)
                .isEqualTo(theirs.disks().stream().map(Drive::slot).toList());
        assertThat(ours.nics()).hasSameSizeAs(theirs.nics());
    }

    private static Path sample(String path) {
        return SampleConfigs.in("virt-manager+virt-manager/tests/virtconv-files", path)
                .getFirst();
    }

    private static Path translation(Path vmx) {
        String name = vmx.getFileName().toString();
        return vmx.resolveSibling(name.substring(0, name.length() - ".vmx".length()) + ".xml");
    }

    private static void compare(Path vmx) throws IOException {
        Machine ours = new VmxReader().read(file(vmx)).machine();
        Machine theirs = new LibvirtReader().read(file(translation(vmx))).machine();

        assertThat(facts(ours, ours)).isEqualTo(facts(theirs, ours));
    }

    private static ConfigFile file(Path path) throws IOException {
        return new ConfigFile(path.toString(), Files.readAllBytes(path));
    }

    /** What both can say. */
    private static Map<String, Object> facts(Machine machine, Machine vmx) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", machine.name());
        facts.put("description", machine.description().strip());
        facts.put("uuid", machine.uuid());
        facts.put("memory", machine.memoryBytes());
        facts.put("cpu", machine.cpu());
        if (vmx.guest().vocabulary() != OsVocabulary.NONE) {
            facts.put("architecture", machine.guest().architecture());
        }
        facts.put(
                "controllers",
                machine.controllers().stream()
                        .filter(one -> one.bus() == Bus.SCSI && used(machine, one))
                        .toList());
        facts.put(
                "drives",
                machine.drives().stream()
                        .filter(VmxOracleTest::isTold)
                        .map(VmxOracleTest::drive)
                        .toList());
        facts.put("nics", machine.nics().stream().map(VmxOracleTest::nic).toList());
        facts.put("ports", machine.ports().stream().map(VmxOracleTest::port).toList());
        facts.put("folders", machine.sharedFolders());
        facts.put("card", machine.display().model());
        if (vmx.display().ramBytes().isPresent()) {
            facts.put("graphics memory", machine.display().ramBytes());
        }
        return facts;
    }

    private static boolean used(Machine machine, Controller controller) {
        return machine.drives().stream()
                .map(Drive::slot)
                .anyMatch(slot -> slot.bus() == controller.bus() && slot.controller() == controller.index());
    }

    private static boolean isTold(Drive drive) {
        return switch (drive) {
            case Drive.Disk disk -> true;
            case Drive.Optical optical ->
                !(optical.medium() instanceof Medium.Empty) || optical.connection() == Connection.CONNECTED;
            case Drive.Floppy floppy ->
                !(floppy.medium() instanceof Medium.Empty) || floppy.connection() == Connection.CONNECTED;
        };
    }

    private static List<Object> drive(Drive drive) {
        Object cache = drive instanceof Drive.Disk disk ? disk.cache() : "";
        return switch (drive.medium()) {
            case Medium.Empty empty -> List.of(drive.slot(), "empty");
            case Medium.HostDevice(String device) -> List.of(drive.slot(), "device", device);
            case Medium.Image(String reference, String format) ->
                List.of(drive.slot(), drive.getClass().getSimpleName(), name(reference), cache);
        };
    }

    private static List<Object> nic(Nic nic) {
        return List.of(nic.model(), nic.mac(), nic.network().name());
    }

    private static List<Object> port(Port port) {
        Object peer = switch (port.peer()) {
            case Peer.File(String reference) -> Optional.of(name(reference));
            case Peer.Pipe(String pipe, Peer.Side side) -> pipe;
            case Peer.Nothing nothing -> nothing;
            case Peer.Terminal terminal -> terminal;
            case Peer.Device device -> device;
            case Peer.Tcp tcp -> tcp;
        };
        return List.of(port.isParallel(), port.index(), peer);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
