package io.vmloom.machine.vbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Clock;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.MacAddress;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Note;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Slot;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VboxReaderTest {
    private static final String MACHINE = """
            <?xml version="1.0"?>
            <!-- written by hand -->
            <VirtualBox xmlns="http://www.virtualbox.org/" version="1.19-linux">
              <Machine uuid="{6d9c5ad0-0a43-4d2a-9a0e-0c5a2c7d1b11}" name="web" OSType="Debian_64" snapshotFolder="Snapshots">
                <Description>two
            lines</Description>
                <MediaRegistry>
                  <HardDisks>
                    <HardDisk uuid="{00000000-0000-0000-0000-000000000001}" location="web.vdi" format="VDI" type="Normal">
                      <HardDisk uuid="{00000000-0000-0000-0000-000000000002}" location="Snapshots/x.vdi" format="VDI"/>
                    </HardDisk>
                  </HardDisks>
                  <DVDImages><Image uuid="{00000000-0000-0000-0000-000000000003}" location="/iso/a.iso"/></DVDImages>
                </MediaRegistry>
                <Hardware>
                  <CPU count="4"><NestedHWVirt enabled="true"/><PAE enabled="false"/></CPU>
                  <Memory RAMSize="2048"/>
                  <Firmware type="EFI"/>
                  <Boot><Order position="1" device="DVD"/><Order position="2" device="None"/></Boot>
                  <Display controller="VMSVGA" VRAMSize="16" accelerate3D="true"/>
                  <BIOS><IOAPIC enabled="true"/><NVRAM path="web.nvram"/></BIOS>
                  <USB><Controllers><Controller name="X" type="XHCI"/></Controllers></USB>
                  <Network>
                    <Adapter slot="0" enabled="true" MACAddress="080027A1E615" type="82540EM">
                      <DisabledModes><InternalNetwork name="intnet"/></DisabledModes><NAT/></Adapter>
                    <Adapter slot="1" enabled="true" cable="false" MACAddress="080027A1E616" type="virtio">
                      <BridgedInterface name="eth0"/></Adapter>
                    <Adapter slot="2" type="82540EM"/>
                  </Network>
                  <UART><Port slot="0" enabled="true" IOBase="0x3f8" IRQ="4" path="/tmp/pipe" hostMode="HostPipe" server="true"/></UART>
                  <AudioAdapter controller="HDA" driver="Pulse" enabled="true"/>
                  <RTC localOrUTC="local"/>
                  <Whatever new="1"/>
                </Hardware>
                <StorageControllers>
                  <StorageController name="IDE" type="PIIX4" PortCount="2">
                    <AttachedDevice type="DVD" port="1" device="0"><Image uuid="{00000000-0000-0000-0000-000000000003}"/></AttachedDevice>
                  </StorageController>
                  <StorageController name="SATA" type="AHCI" PortCount="1">
                    <AttachedDevice type="HardDisk" port="0" device="0"><Image uuid="{00000000-0000-0000-0000-000000000002}"/></AttachedDevice>
                  </StorageController>
                </StorageControllers>
              </Machine>
            </VirtualBox>
            """;

    private final VboxReader reader = new VboxReader();

    @Test
    void aMachineIsReadAsItIsNow() {
        Reading reading = reader.read(file(MACHINE));
        Machine machine = reading.machine();

        assertThat(machine.name()).isEqualTo("web");
        assertThat(machine.description()).isEqualTo("two\nlines");
        assertThat(machine.uuid()).hasToString("Optional[6d9c5ad0-0a43-4d2a-9a0e-0c5a2c7d1b11]");
        assertThat(machine.guest().family()).isEqualTo(OsFamily.LINUX);
        assertThat(machine.cpu().processors()).isEqualTo(4);
        assertThat(machine.memoryBytes()).isEqualTo(2048L << 20);
        assertThat(machine.firmware()).isEqualTo(new Firmware.Uefi(Firmware.SecureBoot.OFF, "web.nvram"));
        assertThat(machine.clock()).isEqualTo(Clock.LOCAL_TIME);
        assertThat(machine.bootOrder()).containsExactly(new BootDevice.Any(BootDevice.Kind.OPTICAL));
        assertThat(machine.controllers())
                .contains(
                        Controller.of(0, Controller.Model.PIIX),
                        Controller.of(0, Controller.Model.AHCI),
                        Controller.of(0, Controller.Model.XHCI));
        assertThat(machine.drives())
                .containsExactly(
                        new Drive.Optical(
                                new Slot(Bus.IDE, 0, 2), new Medium.Image("/iso/a.iso", "raw"), Connection.CONNECTED),
                        Drive.Disk.of(new Slot(Bus.SATA, 0, 0), new Medium.Image("Snapshots/x.vdi", "vdi")));
        assertThat(machine.nics())
                .containsExactly(
                        nic(
                                Nic.Model.E1000,
                                "08:00:27:a1:e6:15",
                                new Network(Network.Kind.NAT, ""),
                                Connection.CONNECTED),
                        nic(
                                Nic.Model.VIRTIO,
                                "08:00:27:a1:e6:16",
                                new Network(Network.Kind.BRIDGE, "eth0"),
                                Connection.DISCONNECTED));
        assertThat(machine.ports()).containsExactly(new Port.Serial(0, new Peer.Pipe("/tmp/pipe", Peer.Side.SERVER)));
        assertThat(reading.notes())
                .extracting(Note::kind, note -> note.setting().path())
                .containsExactlyInAnyOrder(
                        tuple(
                                "no-counterpart",
                                "VirtualBox/Machine/StorageControllers/StorageController[2]/AttachedDevice/Image"),
                        tuple("changed", "VirtualBox/Machine/Hardware/Firmware"),
                        tuple("unknown", "VirtualBox/Machine/Hardware/Whatever"));
    }

    @ParameterizedTest
    @CsvSource({
        "v1_2, V1_2, ''",
        "v2_0, V2_0, ''",
        "Host, V2_0, changed",
        "Swtpm, V2_0, changed",
        "None, '', ''",
        "v9_9, '', unknown",
    })
    void whatTheTpmBecomesIsTold(String type, String expected, String noted) {
        Reading reading = reader.read(file("<VirtualBox><Machine><Hardware><Memory RAMSize=\"1\"/>"
                + "<TrustedPlatformModule type=\"" + type + "\" location=\"\"/></Hardware></Machine></VirtualBox>"));

        assertThat(reading.machine().tpm().map(Enum::name).orElse("")).isEqualTo(expected);
        assertThat(reading.notes().stream()
                        .filter(note ->
                                note.setting().path().startsWith("VirtualBox/Machine/Hardware/TrustedPlatformModule"))
                        .map(Note::kind)
                        .findFirst()
                        .orElse(""))
                .isEqualTo(noted);
    }

    @Test
    void anEncryptedMachineIsRefused() {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> reader.read(file("<VirtualBox><MachineEncrypted/></VirtualBox>")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_LOCKED));
    }

    @Test
    void onlySettingsOfVirtualBoxAreRecognised() {
        assertThat(reader.recognises(file(MACHINE))).isTrue();
        assertThat(reader.recognises(file("<domain type='kvm'/>"))).isFalse();
        assertThat(reader.recognises(file("VirtualBox"))).isFalse();
    }

    @Test
    void aMachineWithoutMemoryIsRefused() {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> reader.read(file(MACHINE.replace("\"2048\"", "\"lots\""))))
                .withMessageContaining("memory of a machine must be a number of MiB, got: 'lots'");
    }

    private static Nic nic(Nic.Model model, String mac, Network network, Connection connection) {
        return new Nic(
                Optional.of(model),
                Optional.of(new Nic.Mac(new MacAddress(mac), Nic.Origin.ASSIGNED)),
                network,
                connection);
    }

    private static ConfigFile file(String text) {
        return new ConfigFile("web.vbox", text.getBytes(StandardCharsets.UTF_8));
    }
}
