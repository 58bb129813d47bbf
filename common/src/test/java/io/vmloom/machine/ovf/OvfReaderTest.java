package io.vmloom.machine.ovf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.MacAddress;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Note;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Slot;
import io.vmloom.machine.TpmVersion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OvfReaderTest {
    private static final String DISK = """
            <References><File ovf:href="d.vmdk" ovf:id="f1" ovf:size="77"/></References>
            <DiskSection><Disk ovf:capacity="8" ovf:capacityAllocationUnits="byte * 2^30" ovf:diskId="d1" ovf:fileRef="f1"
              ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/></DiskSection>
            """;

    private final OvfReader reader = new OvfReader();

    @Test
    void processorsAndMemoryAreRead() {
        Machine machine = read("", OvfTexts.CPU + OvfTexts.MEMORY).machine();

        assertThat(machine.cpu().processors()).isEqualTo(2);
        assertThat(machine.memoryBytes()).isEqualTo(512L << 20);
        assertThat(machine.name()).isEqualTo("m");
    }

    @Test
    void aDiskOnTheSecondIdeChannelIsUnitTwo() {
        String hardware = OvfTexts.MEMORY
                + OvfTexts.item(3, 5, "<rasd:Address>1</rasd:Address>")
                + OvfTexts.item(
                        4,
                        17,
                        "<rasd:HostResource>ovf:/disk/d1</rasd:HostResource><rasd:Parent>3</rasd:Parent>"
                                + "<rasd:AddressOnParent>0</rasd:AddressOnParent>");

        Machine machine = read(DISK, hardware).machine();

        assertThat(machine.disks())
                .containsExactly(new Drive.Disk(
                        new Slot(Bus.IDE, 0, 2),
                        new Medium.Image("d.vmdk", "vmdk"),
                        DiskMode.PERSISTENT,
                        Cache.UNSPECIFIED,
                        OptionalLong.of(8L << 30)));
    }

    @Test
    void aNetworkCardIsReadWithItsAddressAndNetwork() {
        String hardware = OvfTexts.MEMORY
                + OvfTexts.item(
                        5,
                        10,
                        "<rasd:Address>00:50:56:00:00:01</rasd:Address><rasd:AutomaticAllocation>false</rasd:AutomaticAllocation>"
                                + "<rasd:Connection>LAN</rasd:Connection><rasd:ResourceSubType>VmxNet3</rasd:ResourceSubType>");

        assertThat(read("", hardware).machine().nics())
                .containsExactly(new Nic(
                        Optional.of(Nic.Model.VMXNET3),
                        Optional.of(new Nic.Mac(new MacAddress("00:50:56:00:00:01"), Nic.Origin.ASSIGNED)),
                        new Network(Network.Kind.NAMED, "LAN"),
                        Connection.DISCONNECTED));
    }

    @Test
    void whatIsNotModelledIsNotedWithItsLine() {
        Reading reading = read(
                "<EulaSection><Info/><License>be good</License></EulaSection>",
                OvfTexts.MEMORY
                        + OvfTexts.CPU.replace("</Item>", "<rasd:Limit>500</rasd:Limit></Item>")
                        + OvfTexts.item(9, 77, ""));

        assertThat(reading.notes())
                .extracting(
                        Note::kind,
                        note -> note.setting().path(),
                        note -> note.setting().value())
                .containsExactlyInAnyOrder(
                        tuple("no-counterpart", "Envelope/EulaSection", ""),
                        tuple("unknown", "Envelope/VirtualSystem/VirtualHardwareSection/Item[2]/Limit", "500"),
                        tuple("no-counterpart", "Envelope/VirtualSystem/VirtualHardwareSection/Item[9]", ""));
        assertThat(reading.notes()).anyMatch(note -> note.setting().line() > 1);
    }

    @Test
    void aSecretIsNotedWithoutItsValue() {
        Reading reading = read(
                "",
                OvfTexts.MEMORY + "<vmw:ExtraConfig vmw:key=\"RemoteDisplay.vnc.password\" vmw:value=\"hunter2\"/>");

        assertThat(reading.notes()).extracting(Note::kind).containsExactly("secret");
        assertThat(reading.notes().toString()).doesNotContain("hunter2");
    }

    @Test
    void theConfigurationByDefaultIsRead() {
        String options = """
                <DeploymentOptionSection><Info/><Configuration ovf:id="small"/><Configuration ovf:id="big" ovf:default="true"/>
                </DeploymentOptionSection>""";
        String big = OvfTexts.CPU
                .replace("<Item>", "<Item ovf:configuration=\"big huge\">")
                .replace(">2<", ">8<");

        Reading reading = read(options, OvfTexts.MEMORY + OvfTexts.CPU + big);

        assertThat(reading.machine().cpu().processors()).isEqualTo(8);
        assertThat(reading.notes()).extracting(Note::kind).contains("changed", "no-counterpart");
    }

    @Test
    void twoDrivesOfOnePlaceAreBothKept() {
        String disk = "<rasd:HostResource>ovf:/disk/d1</rasd:HostResource><rasd:Parent>3</rasd:Parent>"
                + "<rasd:AddressOnParent>0</rasd:AddressOnParent>";

        Reading reading = read(
                DISK,
                OvfTexts.MEMORY
                        + OvfTexts.item(3, 6, "<rasd:ResourceSubType>VirtualSCSI</rasd:ResourceSubType>")
                        + OvfTexts.item(4, 17, disk)
                        + OvfTexts.item(5, 17, disk));

        assertThat(reading.machine().disks())
                .extracting(Drive.Disk::slot)
                .containsExactly(new Slot(Bus.SCSI, 0, 0), new Slot(Bus.SCSI, 0, 1));
        assertThat(reading.machine().controllers()).containsExactly(Controller.of(0, Controller.Model.PVSCSI));
        assertThat(reading.notes()).extracting(Note::kind).containsExactly("changed");
    }

    @ParameterizedTest
    @CsvSource({
        "8, byte * 2^30, 8589934592",
        "5, '', 5",
        "5, MegaBytes, 5242880",
        "3, byte*10^3, 3000",
        "2, byte * 1024, 2048",
        "1, byte, 1"
    })
    void amountsHaveUnits(String amount, String unit, long bytes) {
        assertThat(Units.bytes(amount, unit)).hasValue(bytes);
    }

    @ParameterizedTest
    @CsvSource({"9, byte * 2^63", "x, byte", "1, parsec", "-1, byte", "99999999999999999999, byte", "7, byte * 0"})
    void whatIsNoAmountIsNone(String amount, String unit) {
        assertThat(Units.bytes(amount, unit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<SecureBoot enabled=\"true\"/>, ON",
        "<SecureBoot enabled=\"false\"/>, OFF",
        "'', OFF",
    })
    void firmwareAndTpmAreReadFromVirtualBoxsOwnCopy(String secureBoot, Firmware.SecureBoot expected) {
        // given
        String copy = """
                <vbox:Machine ovf:required="false" name="m">
                  <ovf:Info>Complete VirtualBox machine configuration in VirtualBox format</ovf:Info>
                  <Hardware>
                    <CPU count="7"/>
                    <Firmware type="EFI"/>
                    <BIOS><NVRAM path="/home/me/m.nvram">%s</NVRAM></BIOS>
                    <TrustedPlatformModule type="v2_0" location=""/>
                  </Hardware>
                </vbox:Machine>""".formatted(secureBoot);

        // when
        Reading reading = reader.read(OvfTexts.exportedByVirtualBox(OvfTexts.MEMORY + OvfTexts.CPU, copy));

        // then
        assertThat(reading.machine().firmware()).isEqualTo(new Firmware.Uefi(expected, ""));
        assertThat(reading.machine().tpm()).contains(TpmVersion.V2_0);
        assertThat(reading.machine().cpu().processors()).isEqualTo(2);
        assertThat(reading.notes())
                .extracting(Note::kind, note -> note.setting().path())
                .containsExactlyElementsOf(
                        secureBoot.isEmpty()
                                ? List.of(
                                        tuple("changed", "Envelope/VirtualSystem/Machine/Hardware/Firmware"),
                                        tuple("no-counterpart", "Envelope/VirtualSystem/Machine"))
                                : List.of(tuple("no-counterpart", "Envelope/VirtualSystem/Machine")));
    }

    @Test
    void virtualBoxsCopyDoesNotTakeAwayWhatAnotherProgramSaid() {
        String vmware = "<vmw:Config ovf:required=\"false\" vmw:key=\"firmware\" vmw:value=\"efi\"/>"
                + "<vmw:Config ovf:required=\"false\" vmw:key=\"bootOptions.efiSecureBootEnabled\" vmw:value=\"true\"/>";
        String copy = "<vbox:Machine><Hardware><BIOS/><TrustedPlatformModule type=\"None\"/></Hardware></vbox:Machine>";

        Machine machine = reader.read(OvfTexts.exportedByVirtualBox(OvfTexts.MEMORY + vmware, copy))
                .machine();

        assertThat(machine.firmware()).isEqualTo(new Firmware.Uefi(Firmware.SecureBoot.ON, ""));
        assertThat(machine.tpm()).isEmpty();
    }

    @Test
    void severalMachinesAreNotOne() {
        String system = "<VirtualSystem ovf:id=\"x\"><VirtualHardwareSection>" + OvfTexts.MEMORY
                + "</VirtualHardwareSection></VirtualSystem>";

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> read(
                        "<VirtualSystemCollection>" + system + system + "</VirtualSystemCollection>", OvfTexts.MEMORY))
                .withMessageContaining("it describes 3 machines: x, x, m");
    }

    @Test
    void aDocumentTypeIsRefused() {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> reader.read(OvfTexts.file(
                        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Envelope>&x;</Envelope>")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE));
    }

    @Test
    void tooManyDevicesAreRefused() {
        StringBuilder hardware = new StringBuilder(OvfTexts.MEMORY);
        for (int i = 0; i < Machine.MAX_DEVICES + 1; i++) {
            hardware.append(OvfTexts.item(10 + i, 10, ""));
        }

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> read("", hardware.toString()))
                .withMessageContaining("network cards of a machine must be at most");
    }

    private Reading read(String sections, String hardware) {
        return reader.read(OvfTexts.machine(sections, hardware));
    }
}
