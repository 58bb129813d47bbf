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
                    new GuestOs(OsFamily.BSD, Architecture.X86_64, OsVocabulary.VIRTUALBOX, "FreeBSD_64")),
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
