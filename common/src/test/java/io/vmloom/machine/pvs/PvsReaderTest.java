package io.vmloom.machine.pvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Connection;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.MacAddress;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Note;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Slot;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PvsReaderTest {
    private static final String MACHINE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ParallelsVirtualMachine schemaVersion="1.0" dyn_lists="VirtualAppliance 0">
              <AppVersion>18.3.0-53605</AppVersion>
              <Identification dyn_lists=""><VmUuid>{6d9c5ad0-0a43-4d2a-9a0e-0c5a2c7d1b11}</VmUuid><VmName>web</VmName></Identification>
              <Settings dyn_lists="">
                <General><OsType>9</OsType><OsNumber>2309</OsNumber><VmDescription>hello</VmDescription></General>
                <Startup><Bios><EfiEnabled>1</EfiEnabled><EfiSecureBoot>1</EfiSecureBoot></Bios></Startup>
                <RemoteDisplay><Password>hunter2</Password></RemoteDisplay>
              </Settings>
              <Hardware dyn_lists="Hdd 2">
                <Cpu><Number>2</Number><VirtualizedHV>1</VirtualizedHV></Cpu>
                <Memory><RAM>1024</RAM></Memory>
                <Hdd id="0"><Enabled>1</Enabled><Connected>1</Connected><EmulatedType>1</EmulatedType><SystemName>harddisk.hdd</SystemName>
                  <InterfaceType>2</InterfaceType><StackIndex>0</StackIndex><Size>65536</Size></Hdd>
                <Hdd id="1"><Enabled>0</Enabled></Hdd>
                <CdRom id="0"><Enabled>1</Enabled><Connected>0</Connected><EmulatedType>1</EmulatedType><SystemName></SystemName>
                  <InterfaceType>2</InterfaceType><StackIndex>1</StackIndex></CdRom>
                <NetworkAdapter id="0"><Enabled>1</Enabled><Connected>1</Connected><EmulatedType>1</EmulatedType>
                  <MAC>001C42ABCDEF</MAC><AdapterType>3</AdapterType></NetworkAdapter>
                <Gadget><Speed>9</Speed></Gadget>
              </Hardware>
            </ParallelsVirtualMachine>
            """;

    private final PvsReader reader = new PvsReader();

    @Test
    void aMachineIsRead() {
        Reading reading = reader.read(file(MACHINE));
        Machine machine = reading.machine();

        assertThat(machine.name()).isEqualTo("web");
        assertThat(machine.description()).isEqualTo("hello");
        assertThat(machine.guest().family()).isEqualTo(OsFamily.LINUX);
        assertThat(machine.cpu().processors()).isEqualTo(2);
        assertThat(machine.memoryBytes()).isEqualTo(1024L << 20);
        assertThat(machine.firmware()).isEqualTo(new Firmware.Uefi(Firmware.SecureBoot.ON, ""));
        assertThat(machine.drives())
                .containsExactly(
                        new Drive.Disk(
                                new Slot(Bus.SATA, 0, 0),
                                new Medium.Image("harddisk.hdd", "parallels"),
                                DiskMode.PERSISTENT,
                                Cache.UNSPECIFIED,
                                OptionalLong.of(64L << 30)),
                        new Drive.Optical(new Slot(Bus.SATA, 0, 1), Medium.EMPTY, Connection.DISCONNECTED));
        assertThat(machine.nics())
                .containsExactly(new Nic(
                        Optional.of(Nic.Model.VIRTIO),
                        Optional.of(new Nic.Mac(new MacAddress("00:1c:42:ab:cd:ef"), Nic.Origin.GENERATED)),
                        new Network(Network.Kind.NAT, ""),
                        Connection.CONNECTED));
        assertThat(reading.notes()).extracting(Note::kind).containsExactly("secret", "of-the-source", "unknown");
        assertThat(reading.notes().toString()).doesNotContain("hunter2").contains("Gadget");
    }

    @Test
    void anEncryptedMachineIsRefused() {
        String encrypted = MACHINE.replace(
                "<Settings dyn_lists=\"\">", "<Settings><VmEncryptionInfo><Enabled>1</Enabled></VmEncryptionInfo>");

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> reader.read(file(encrypted)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_LOCKED));
    }

    @Test
    void onlyConfigurationsOfParallelsAreRecognised() {
        assertThat(reader.recognises(file(MACHINE))).isTrue();
        assertThat(reader.recognises(file("<VirtualBox/>"))).isFalse();
    }

    private static ConfigFile file(String text) {
        return new ConfigFile("config.pvs", text.getBytes(StandardCharsets.UTF_8));
    }
}
