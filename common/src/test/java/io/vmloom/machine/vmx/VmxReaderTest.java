package io.vmloom.machine.vmx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Note;
import io.vmloom.machine.Peer;
import io.vmloom.machine.Port;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Slot;
import io.vmloom.machine.TpmVersion;
import java.nio.charset.Charset;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmxReaderTest {
    @Test
    void keysAreTheSameInUpperAndLowerCase() {
        assertThat(machine("MEMSIZE = \"64\"\nDisplayNAME = \"a\"").memoryBytes())
                .isEqualTo(64 << 20);
        assertThat(machine("MEMSIZE = \"64\"\nDisplayNAME = \"a\"").name()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "displayName = \"web\"",
                "displayName=\"web\"",
                "  displayName\t=  \"web\"  # the first",
                "displayName = web",
                "# a comment\n\ndisplayName = \"web\"\n",
                "config.version = \"8\"\r\ndisplayName = \"web\"\r\n",
                "config.version = \"8\"\rdisplayName = \"web\"\r",
                "\uFEFFdisplayName = \"web\""
            })
    void linesMayBeWrittenInManyWays(String text) {
        assertThat(machine(text).name()).isEqualTo("web");
    }

    @Test
    void whatMustNotStandInQuotesIsEscaped() {
        assertThat(machine("annotation = \"say |22hi|22|0Aa|7Cb |zz |C3|BC\"").description())
                .isEqualTo("say \"hi\"\na|b |zz ü");
    }

    @ParameterizedTest
    @CsvSource({"windows-1252, ü€", "UTF-8, ü€漢", "GBK, 漢字", "Shift_JIS, 漢字", "windows-1251, Ж"})
    void theFileSaysItsEncoding(String encoding, String name) {
        String text = ".encoding = \"" + encoding + "\"\ndisplayName = \"" + name + "\"";

        Machine machine = new VmxReader()
                .read(new ConfigFile("vm.vmx", text.getBytes(Charset.forName(encoding))))
                .machine();

        assertThat(machine.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "no-such-encoding", "IBM037"})
    void anEncodingThatCanNotBeMeantIsNotBelieved(String encoding) {
        assertThat(machine(".encoding = \"" + encoding + "\"\ndisplayName = \"ü\"")
                        .name())
                .isEqualTo("ü");
    }

    @Test
    void bytesThatAreNoUtf8AreWhatWindowsHad() {
        byte[] bytes = "displayName = \"ü\"".getBytes(Charset.forName("windows-1252"));

        assertThat(new VmxReader()
                        .read(new ConfigFile("vm.vmx", bytes))
                        .machine()
                        .name())
                .isEqualTo("ü");
    }

    @Test
    void theFirstOfTwoLinesWithOneKeyCounts() {
        Reading reading = read("memsize = \"64\"\nMemSize = \"128\"");

        assertThat(reading.machine().memoryBytes()).isEqualTo(64 << 20);
        assertThat(reading.notes()).singleElement().satisfies(note -> {
            assertThat(note.kind()).isEqualTo("invalid");
            assertThat(note)
                    .hasToString("line 2: MemSize = 128: left out, as it is not valid: the key stands in line 1"
                            + " already, and that counts");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"encryption.keySafe", "encryption.data", "ENCRYPTION.KEYSAFE"})
    void anEncryptedConfigurationIsRefusedWithAdvice(String key) {
        assertThatThrownBy(() -> read("config.version = \"8\"\n" + key + " = \"vmware:key/list/(pair/(phrase…\""))
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_LOCKED))
                .hasMessageContaining("remove the encryption in VMware")
                .hasMessageNotContaining("phrase");
    }

    @Test
    void everyKeyThatIsNotUnderstoodIsNoted() {
        Reading reading =
                read("some.key = \"x\"\nscsi7:99.present = \"TRUE\"\nethernet0.frobnicate = \"1\"\nno setting");

        assertThat(reading.notes())
                .extracting(note -> note.setting().path())
                .containsExactlyInAnyOrder(
                        "some.key", "scsi7:99.present", "ethernet0.frobnicate", "a line that is no setting");
        assertThat(reading.notes())
                .filteredOn(note -> note.kind().equals("unknown"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RemoteDisplay.vnc.password", "RemoteDisplay.vnc.key", "guestinfo.userdata", "my.passwd"})
    void secretsAreToldOfAndNotTold(String key) {
        Reading reading = read(key + " = \"hunter2\"\n" + key + " = \"hunter2\"");

        assertThat(reading.notes()).hasSize(2).extracting(Note::toString).noneMatch(text -> text.contains("hunter2"));
        assertThat(reading.notes())
                .anyMatch(note -> note.kind().equals("secret") && note.setting().line() == 1);
    }

    @Test
    void aWholeMachine() {
        Machine machine = machine("""
                config.version = "8"
                displayName = "db"
                guestOS = "windows9srv-64"
                memsize = "4096"
                numvcpus = "4"
                cpuid.coresPerSocket = "2"
                vhv.enable = "TRUE"
                firmware = "efi"
                uefi.secureBoot.enabled = "TRUE"
                nvram = "db.nvram"
                vtpm.present = "TRUE"
                scsi0.present = "TRUE"
                scsi0.virtualDev = "pvscsi"
                scsi0:1.present = "TRUE"
                scsi0:1.fileName = "/store/data.vmdk"
                ide1:0.present = "TRUE"
                ide1:0.deviceType = "cdrom-image"
                ide1:0.fileName = "tools.iso"
                ide1:0.startConnected = "FALSE"
                ethernet1.present = "TRUE"
                ethernet1.virtualDev = "vmxnet3"
                ethernet1.connectionType = "nat"
                ethernet1.addressType = "static"
                ethernet1.address = "00:50:56:00:00:01"
                serial1.present = "TRUE"
                serial1.fileType = "network"
                serial1.fileName = "telnet://:5000"
                serial1.network.endPoint = "server"
                bios.bootOrder = "ethernet1,hdd"
                bios.hddOrder = "scsi0:1"
                """);

        assertThat(machine.cpu()).isEqualTo(new Cpu(2, 2, 1, "", Set.of(Cpu.Feature.NESTED)));
        assertThat(machine.firmware()).isEqualTo(new Firmware.Uefi(Firmware.SecureBoot.ON, "db.nvram"));
        assertThat(machine.tpm()).contains(TpmVersion.V2_0);
        assertThat(machine.drives())
                .containsExactly(
                        new Drive.Optical(
                                new Slot(Bus.IDE, 0, 2), new Medium.Image("tools.iso", "raw"), Connection.DISCONNECTED),
                        Drive.Disk.of(new Slot(Bus.SCSI, 0, 1), new Medium.Image("/store/data.vmdk", "vmdk")));
        assertThat(machine.nics()).singleElement().satisfies(nic -> {
            assertThat(nic.model()).contains(Nic.Model.VMXNET3);
            assertThat(nic.network()).isEqualTo(new Network(Network.Kind.NAT, ""));
            assertThat(nic.mac().orElseThrow().origin()).isEqualTo(Nic.Origin.ASSIGNED);
        });
        assertThat(machine.ports())
                .containsExactly(new Port.Serial(1, new Peer.Tcp("", 5000, Peer.Side.SERVER, Peer.Protocol.TELNET)));
        assertThat(machine.bootOrder())
                .containsExactly(new BootDevice.OneNic(0), new BootDevice.OneDrive(new Slot(Bus.SCSI, 0, 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memsize = \"-1\"",
                "memsize = \"99999999999999999999\"",
                "numvcpus = \"2000000000\"",
                "cpuid.coresPerSocket = \"0\"",
                "uuid.bios = \"zz\"",
                "ethernet0.present = \"maybe\"",
                "serial0.present = \"TRUE\"\nserial0.fileType = \"network\"\nserial0.fileName = \"tcp://x:99999\""
            })
    void nonsenseIsNotedAndNotBelieved(String text) {
        assertThat(read(text).notes()).extracting(Note::kind).contains("invalid");
    }

    @Test
    void noNumberOfDevicesHurts() {
        Reading reading = read(devices(4_900));

        assertThat(reading.machine().nics()).hasSizeLessThan(100);
        assertThat(reading.machine().drives()).isEmpty();
        assertThat(reading.notes()).hasSizeGreaterThan(4_900);
    }

    @Test
    void moreLinesThanAnyMachineNeedsAreRefused() {
        assertThatThrownBy(() -> read(devices(40_000)))
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE));
    }

    private static String devices(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "scsi" + i % 4 + ":" + i + ".present = \"TRUE\"\nethernet" + i + ".present = \"TRUE\"\n")
                .collect(Collectors.joining());
    }

    @Test
    void aFileOfHalfADiskIsRefused() {
        assertThatThrownBy(() -> new ConfigFile("vm.vmx", new byte[ConfigFile.MAX_BYTES + 1]))
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE));
    }

    private static Machine machine(String text) {
        return read(text).machine();
    }

    private static Reading read(String text) {
        return new VmxReader().read(new ConfigFile("folder/vm.vmx", text.getBytes(UTF_8)));
    }
}
