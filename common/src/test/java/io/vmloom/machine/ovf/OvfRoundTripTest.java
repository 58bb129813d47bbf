package io.vmloom.machine.ovf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.vmloom.error.ImageException;
import io.vmloom.machine.AnyMachine;
import io.vmloom.machine.Architecture;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.Choices;
import io.vmloom.machine.Clock;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Display;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Note;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Peer;
import io.vmloom.machine.RandomMachine;
import io.vmloom.machine.Reading;
import io.vmloom.machine.RoundTripContract;
import io.vmloom.machine.Slot;
import io.vmloom.machine.SoundModel;
import io.vmloom.machine.TpmVersion;
import io.vmloom.machine.Written;
import io.vmloom.testing.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OvfRoundTripTest extends RoundTripContract {
    private static final Slot FIRST_DISK = new Slot(Bus.SCSI, 0, 0);

    /** All that OVF, with VMware's extensions, has words for. */
    private static final Choices SAYABLE = new Choices(
            List.of(
                    FIRST_DISK,
                    new Slot(Bus.SCSI, 0, 15),
                    new Slot(Bus.SCSI, 3, 6),
                    new Slot(Bus.SATA, 1, 29),
                    new Slot(Bus.NVME, 0, 0),
                    new Slot(Bus.IDE, 0, 1),
                    new Slot(Bus.IDE, 0, 2),
                    new Slot(Bus.FLOPPY, 0, 0),
                    new Slot(Bus.VIRTIO, 0, 5)),
            List.of(
                    Controller.of(0, Controller.Model.PVSCSI),
                    Controller.of(3, Controller.Model.BUSLOGIC),
                    Controller.of(4, Controller.Model.VIRTIO_SCSI),
                    Controller.of(Bus.SCSI, 2),
                    Controller.of(1, Controller.Model.AHCI),
                    Controller.of(Bus.NVME, 0),
                    Controller.of(0, Controller.Model.XHCI)),
            List.of(
                    GuestOs.UNKNOWN,
                    new GuestOs(OsFamily.WINDOWS, Architecture.X86_64, OsVocabulary.VMWARE, "windows9srv-64"),
                    new GuestOs(OsFamily.LINUX, Architecture.I686, OsVocabulary.VMWARE, "debian12"),
                    new GuestOs(OsFamily.LINUX, Architecture.X86_64, OsVocabulary.CIM, "101"),
                    new GuestOs(OsFamily.BSD, Architecture.X86_64, OsVocabulary.VIRTUALBOX, "FreeBSD_64"),
                    new GuestOs(OsFamily.LINUX, Architecture.AARCH64, OsVocabulary.VIRTUALBOX, "Debian12_arm64")),
            List.of(
                    new Firmware.Bios("vm.nvram"),
                    Firmware.BIOS,
                    new Firmware.Uefi(Firmware.SecureBoot.ON, "vm.nvram"),
                    new Firmware.Uefi(Firmware.SecureBoot.OFF, "")),
            List.of(Optional.empty(), Optional.of(TpmVersion.V2_0)),
            List.of(
                    Cpu.ONE,
                    new Cpu(2, 4, 1, "", Set.of(Cpu.Feature.NESTED)),
                    new Cpu(1, 3, 1, "", Set.of(Cpu.Feature.NESTED, Cpu.Feature.HOT_ADD))),
            1_234_567,
            Stream.concat(
                            Stream.of(Optional.<Nic.Model>empty()),
                            Stream.of(Nic.Model.values()).map(Optional::of))
                    .toList(),
            List.of(
                    Network.NONE,
                    new Network(Network.Kind.BRIDGE, ""),
                    new Network(Network.Kind.NAT, "VMnet8"),
                    new Network(Network.Kind.HOST_ONLY, ""),
                    new Network(Network.Kind.NAMED, "VM Network <&'\">")),
            List.of(Nic.Origin.ASSIGNED),
            List.of(DiskMode.values()),
            List.of(Cache.UNSPECIFIED, Cache.WRITETHROUGH),
            List.of("vmdk", "qcow2", "raw", "vhdx", "vdi", "vpc", "qed", ""),
            List.of(Peer.NONE),
            0,
            List.of(Optional.empty(), Optional.of(SoundModel.HDA), Optional.of(SoundModel.AC97)),
            List.of(
                    Display.UNSPECIFIED,
                    new Display(
                            Optional.of(Display.Model.QXL),
                            OptionalLong.of(8 << 20),
                            Display.Acceleration.THREE_D,
                            List.of())),
            List.of(List.of(), List.of(new BootDevice.OneNic(0), new BootDevice.OneDrive(FIRST_DISK))),
            List.of("plain", "ü & <b>", "a|b", "quote \" here", "50% of/it"),
            List.of("disk", "C:\\machines\\d", "/vmfs/volumes/store/d", "[store] vm/d&<"));

    OvfRoundTripTest() {
        super("m.ovf", new OvfReader(), new OvfWriter());
    }

    @Override
    protected Machine sayable(SplittableRandom random) {
        return sayable(RandomMachine.of(random, SAYABLE));
    }

    /** Drives stand on items of their controllers, so that those are listed which the machine does not list. */
    @Override
    protected Machine inTheWordsOfTheKind(Machine machine) {
        MachineBuilder listed = machine.change();
        machine.drives().stream()
                .map(Drive::slot)
                .filter(slot -> slot.bus() != Bus.VIRTIO && slot.bus() != Bus.FLOPPY)
                .filter(slot ->
                        machine.controller(slot.bus(), slot.controller()).isEmpty())
                .forEach(slot -> listed.controller(Controller.of(slot.bus(), slot.controller())));
        return listed.build();
    }

    @Seeded(1000)
    void whatIsLostOnTheWayIsToldOf(SplittableRandom random) {
        requireLossesToBeTold(random);
    }

    @Seeded(300)
    void aDescriptorThatWasChangedIsReadOrRefused(SplittableRandom random) {
        byte[] text = new OvfWriter().write(AnyMachine.of(random)).text().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            text[random.nextInt(text.length)] =
                    (byte) (random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt(256));
        }

        try {
            assertThat(new OvfReader()
                            .read(new ConfigFile("m.ovf", text))
                            .machine()
                            .name())
                    .isNotBlank();
        } catch (ImageException e) {
            assertThat(e).hasMessageContaining("m.ovf");
        }
    }

    @Test
    void sizesAreWrittenExactlyWhereTheyAreKnown() {
        Machine machine = new MachineBuilder()
                .memoryBytes(1)
                .drive(Drive.Disk.of(FIRST_DISK, new Medium.Image("a.vmdk", "vmdk")))
                .build();

        Written written = new OvfWriter(file -> OptionalLong.of(file.equals("a.vmdk") ? 77 : 0)).write(machine);

        OvfPackage read = new OvfReader().readPackage(OvfTexts.file(written.text()));
        assertThat(read.files())
                .containsExactly(new OvfFile(
                        "file1", "a.vmdk", OptionalLong.of(77), OvfFile.Compression.NONE, OptionalLong.empty()));
        assertThat(written.text())
                .contains("http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized");
    }

    @Test
    void whatAPackageHasNoPlaceForIsNoted() {
        Machine machine = new MachineBuilder()
                .memoryBytes(1)
                .clock(Clock.LOCAL_TIME)
                .tpm(TpmVersion.V1_2)
                .boot(new BootDevice.Any(BootDevice.Kind.DISK))
                .build();

        assertThat(new OvfWriter().write(machine).notes())
                .extracting(Note::kind, note -> note.setting().path())
                .containsExactlyInAnyOrder(
                        tuple("no-counterpart", "clock"),
                        tuple("changed", "TPM"),
                        tuple("no-counterpart", "boot order"));
    }

    @Test
    void whatIsOfTheHostStaysThere() {
        Slot usual = new Slot(Bus.SATA, 0, 1);
        Machine machine = new MachineBuilder()
                .memoryBytes(1)
                .drive(Drive.Disk.of(FIRST_DISK, new Medium.HostDevice("/dev/sdb")))
                .drive(Drive.Disk.of(usual, new Medium.Image("a.vmdk", "vmdk")))
                .drive(new Drive.Optical(
                        new Slot(Bus.SATA, 0, 2), new Medium.HostDevice("/dev/sr0"), Connection.CONNECTED))
                .boot(new BootDevice.OneDrive(FIRST_DISK))
                .boot(new BootDevice.OneDrive(usual))
                .build();

        Written written = new OvfWriter().write(machine);

        Reading read = new OvfReader().read(OvfTexts.file(written.text()));
        assertThat(written.notes())
                .extracting(Note::kind, note -> note.setting().path())
                .containsExactlyInAnyOrder(
                        tuple("no-counterpart", "device in scsi0:0"),
                        tuple("changed", "device in sata0:2"),
                        tuple("invalid", "boot order"));
        assertThat(read.machine().drives()).extracting(Drive::slot).containsExactly(usual, new Slot(Bus.SATA, 0, 2));
        assertThat(read.machine().bootOrder()).containsExactly(new BootDevice.OneDrive(usual));
        assertThat(read.notes()).allMatch(note -> note.kind().equals("of-the-source"));
    }

    @Test
    void whatDescriptorsCountOrNameMoreCoarselyIsNoted() {
        Machine machine = new MachineBuilder()
                .memoryBytes(1)
                .guest(new GuestOs(OsFamily.LINUX, Architecture.AARCH64, OsVocabulary.LIBOSINFO, "debian12"))
                .display(new Display(
                        Optional.of(Display.Model.VGA), OptionalLong.of(1), Display.Acceleration.NONE, List.of()))
                .drive(new Drive.Optical(
                        new Slot(Bus.SATA, 0, 0), new Medium.Image("a.qcow2", "qcow2"), Connection.CONNECTED))
                .build();

        Written written = new OvfWriter().write(machine);

        Machine read = new OvfReader().read(OvfTexts.file(written.text())).machine();
        assertThat(written.notes())
                .extracting(Note::kind, note -> note.setting().path())
                .containsExactlyInAnyOrder(
                        tuple("changed", "guest"),
                        tuple("changed", "architecture"),
                        tuple("changed", "memory of the graphics card"),
                        tuple("changed", "format of a.qcow2"));
        assertThat(read.guest().architecture()).isEqualTo(Architecture.X86_64);
        assertThat(read.display().ramBytes()).hasValue(1024);
        assertThat(read.drives()).extracting(Drive::medium).containsExactly(new Medium.Image("a.qcow2", "raw"));
    }

    @Test
    void everyCardOfAnotherNetworkOfTheSameNameIsTold() {
        MachineBuilder machine = new MachineBuilder().memoryBytes(1);
        for (Network.Kind kind : List.of(Network.Kind.BRIDGE, Network.Kind.NAMED, Network.Kind.NAMED)) {
            machine.nic(new Nic(Optional.empty(), Optional.empty(), new Network(kind, "lan"), Connection.CONNECTED));
        }

        assertThat(new OvfWriter().write(machine.build()).notes())
                .extracting(Note::toString)
                .containsExactly(
                        "network card 1 network = named:lan: became bridge:lan: OVF knows networks by their names alone",
                        "network card 2 network = named:lan: became bridge:lan: OVF knows networks by their names alone");
    }

    /** Without what every machine of chance may have and no package can say. */
    private static Machine sayable(Machine machine) {
        MachineBuilder builder = new MachineBuilder()
                .name(machine.name())
                .description(machine.description())
                .guest(machine.guest())
                .firmware(machine.firmware())
                .cpu(machine.cpu())
                .memoryBytes(machine.memoryBytes())
                .display(machine.display());
        machine.tpm().ifPresent(builder::tpm);
        machine.sound().ifPresent(builder::sound);
        machine.controllers().forEach(builder::controller);
        machine.drives().stream()
                .filter(drive -> !(drive.medium() instanceof Medium.HostDevice))
                .forEach(builder::drive);
        machine.nics().forEach(builder::nic);
        machine.ports().forEach(builder::port);
        machine.bootOrder().stream()
                .filter(device -> !(device instanceof BootDevice.Any))
                .forEach(builder::boot);
        return builder.build();
    }
}
