package io.vmloom.machine.vmx;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.Choices;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Display;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.Machine;
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
import io.vmloom.testing.Seeded;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

class VmxRoundTripTest extends RoundTripContract {
    private static final Slot FIRST_DISK = new Slot(Bus.SCSI, 0, 0);

    /** All that VMX has words for. */
    private static final Choices SAYABLE = new Choices(
            List.of(
                    FIRST_DISK,
                    new Slot(Bus.SCSI, 0, 15),
                    new Slot(Bus.SCSI, 3, 6),
                    new Slot(Bus.SATA, 0, 29),
                    new Slot(Bus.NVME, 0, 0),
                    new Slot(Bus.IDE, 0, 1),
                    new Slot(Bus.IDE, 0, 2),
                    new Slot(Bus.FLOPPY, 0, 0),
                    new Slot(Bus.FLOPPY, 0, 1)),
            List.of(
                    Controller.of(0, Controller.Model.PVSCSI),
                    Controller.of(3, Controller.Model.BUSLOGIC),
                    Controller.of(Bus.SCSI, 2),
                    Controller.of(Bus.SATA, 0),
                    Controller.of(Bus.NVME, 0)),
            List.of(
                    new GuestOs(OsFamily.WINDOWS, Architecture.X86_64, OsVocabulary.VMWARE, "windows9-64"),
                    new GuestOs(OsFamily.LINUX, Architecture.I686, OsVocabulary.VMWARE, "debian12"),
                    new GuestOs(OsFamily.LINUX, Architecture.AARCH64, OsVocabulary.VMWARE, "arm-debian12-64")),
            List.of(
                    new Firmware.Bios("vm.nvram"),
                    Firmware.BIOS,
                    new Firmware.Uefi(Firmware.SecureBoot.ON, "vm.nvram"),
                    new Firmware.Uefi(Firmware.SecureBoot.OFF, "")),
            List.of(Optional.empty()),
            List.of(
                    Cpu.ONE,
                    new Cpu(2, 4, 1, "", Set.of(Cpu.Feature.NESTED)),
                    new Cpu(1, 3, 1, "", Set.of(Cpu.Feature.NESTED, Cpu.Feature.HOT_ADD))),
            4L << 20,
            List.of(
                    Optional.empty(),
                    Optional.of(Nic.Model.E1000),
                    Optional.of(Nic.Model.VMXNET3),
                    Optional.of(Nic.Model.PCNET)),
            List.of(
                    Network.NONE,
                    new Network(Network.Kind.BRIDGE, ""),
                    new Network(Network.Kind.NAT, "VMnet8"),
                    new Network(Network.Kind.HOST_ONLY, ""),
                    new Network(Network.Kind.NAMED, "VM Network"),
                    new Network(Network.Kind.NAMED, "vmnet3")),
            List.of(Nic.Origin.values()),
            List.of(DiskMode.PERSISTENT, DiskMode.INDEPENDENT_PERSISTENT, DiskMode.INDEPENDENT_NONPERSISTENT),
            List.of(Cache.UNSPECIFIED, Cache.WRITETHROUGH),
            List.of("vmdk"),
            List.of(
                    Peer.NONE,
                    new Peer.File("serial.log"),
                    new Peer.Device("/dev/ttyS0"),
                    new Peer.Pipe("\\\\.\\pipe\\vm", Peer.Side.CLIENT),
                    new Peer.Pipe("/tmp/vm", Peer.Side.SERVER),
                    new Peer.Tcp("192.0.2.1", 4000, Peer.Side.CLIENT, Peer.Protocol.RAW),
                    new Peer.Tcp("fe80::1", 4000, Peer.Side.CLIENT, Peer.Protocol.TELNETS),
                    new Peer.Tcp("", 4000, Peer.Side.SERVER, Peer.Protocol.TELNET)),
            3,
            List.of(Optional.empty(), Optional.of(SoundModel.HDA), Optional.of(SoundModel.UNSPECIFIED)),
            List.of(
                    new Display(
                            Optional.of(Display.Model.VMVGA),
                            OptionalLong.of(8 << 20),
                            Display.Acceleration.THREE_D,
                            List.of(new Display.RemoteView(
                                    Display.RemoteView.Protocol.VNC, OptionalInt.of(5901), "127.0.0.1"))),
                    new Display(
                            Optional.of(Display.Model.VMVGA),
                            OptionalLong.empty(),
                            Display.Acceleration.NONE,
                            List.of())),
            List.of(
                    List.of(),
                    List.of(new BootDevice.Any(BootDevice.Kind.OPTICAL), new BootDevice.Any(BootDevice.Kind.DISK)),
                    List.of(new BootDevice.OneNic(0), new BootDevice.OneDrive(FIRST_DISK))),
            List.of("plain", "ü", "a|b", "quote \" here", "|22"),
            List.of("disk", "C:\\machines\\d", "/vmfs/volumes/store/d", "[store] vm/d"));

    VmxRoundTripTest() {
        super("vm.vmx", new VmxReader(), new VmxWriter());
    }

    @Override
    protected Machine sayable(SplittableRandom random) {
        return RandomMachine.of(random, SAYABLE);
    }

    /** VMX knows kinds of devices to start from, and no order among devices of one kind. */
    @Override
    protected boolean mayBeTold(Note note) {
        return note.setting().path().equals("boot order");
    }

    @Seeded(500)
    void whatIsLostOnTheWayIsToldOf(SplittableRandom random) {
        requireLossesToBeTold(random);
    }
}
