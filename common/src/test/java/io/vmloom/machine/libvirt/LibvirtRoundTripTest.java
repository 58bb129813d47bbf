package io.vmloom.machine.libvirt;

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
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Peer;
import io.vmloom.machine.RandomMachine;
import io.vmloom.machine.RoundTripContract;
import io.vmloom.machine.Slot;
import io.vmloom.machine.SoundModel;
import io.vmloom.machine.TpmVersion;
import io.vmloom.testing.Seeded;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

class LibvirtRoundTripTest extends RoundTripContract {
    private static final Slot FIRST_DISK = new Slot(Bus.VIRTIO, 0, 0);

    /** All that libvirt has words for, of a machine with UEFI; one with BIOS may have IDE besides. */
    private static final Choices SAYABLE = new Choices(
            List.of(
                    FIRST_DISK,
                    new Slot(Bus.VIRTIO, 0, 30),
                    new Slot(Bus.SCSI, 0, 6),
                    new Slot(Bus.SCSI, 1, 7),
                    new Slot(Bus.SCSI, 2, 40),
                    new Slot(Bus.SCSI, 3, 255),
                    new Slot(Bus.SATA, 0, 5),
                    new Slot(Bus.FLOPPY, 0, 0),
                    new Slot(Bus.FLOPPY, 0, 1)),
            List.of(
                    Controller.of(0, Controller.Model.LSILOGIC),
                    Controller.of(1, Controller.Model.LSISAS1068),
                    Controller.of(2, Controller.Model.PVSCSI),
                    Controller.of(3, Controller.Model.VIRTIO_SCSI),
                    Controller.of(Bus.SATA, 0),
                    Controller.of(0, Controller.Model.EHCI),
                    Controller.of(1, Controller.Model.XHCI)),
            List.of(
                    new GuestOs(
                            OsFamily.WINDOWS,
                            Architecture.X86_64,
                            OsVocabulary.LIBOSINFO,
                            "http://microsoft.com/win/11"),
                    new GuestOs(
                            OsFamily.LINUX, Architecture.X86_64, OsVocabulary.LIBOSINFO, "http://debian.org/debian/12"),
                    GuestOs.UNKNOWN),
            List.of(
                    new Firmware.Uefi(Firmware.SecureBoot.ON, "/var/lib/libvirt/qemu/nvram/vm_VARS.fd"),
                    new Firmware.Uefi(Firmware.SecureBoot.OFF, "")),
            List.of(Optional.empty(), Optional.of(TpmVersion.V1_2), Optional.of(TpmVersion.V2_0)),
            List.of(
                    new Cpu(1, 1, 1, "host-passthrough", Set.of()),
                    new Cpu(2, 4, 2, "Skylake-Server", Set.of(Cpu.Feature.NESTED))),
            1 << 20,
            List.of(
                    Optional.empty(),
                    Optional.of(Nic.Model.E1000E),
                    Optional.of(Nic.Model.VMXNET3),
                    Optional.of(Nic.Model.NE2000),
                    Optional.of(Nic.Model.VIRTIO)),
            List.of(
                    new Network(Network.Kind.BRIDGE, "br0"),
                    new Network(Network.Kind.NAT, ""),
                    new Network(Network.Kind.NAMED, "VM Network & more"),
                    new Network(Network.Kind.DIRECT, "eth0")),
            List.of(Nic.Origin.ASSIGNED),
            List.of(DiskMode.values()),
            List.of(Cache.values()),
            List.of("vmdk", "qcow2", "raw"),
            List.of(
                    Peer.NONE,
                    Peer.PTY,
                    new Peer.File("/var/log/serial.log"),
                    new Peer.Device("/dev/ttyS0"),
                    new Peer.Pipe("/run/vm.socket", Peer.Side.CLIENT),
                    new Peer.Pipe("/run/vm.socket", Peer.Side.SERVER),
                    new Peer.Tcp("192.0.2.1", 4000, Peer.Side.CLIENT, Peer.Protocol.TLS),
                    new Peer.Tcp("fe80::1", 4000, Peer.Side.SERVER, Peer.Protocol.TELNETS),
                    new Peer.Tcp("0.0.0.0", 4000, Peer.Side.SERVER, Peer.Protocol.TELNET)),
            3,
            List.of(Optional.empty(), Optional.of(SoundModel.HDA), Optional.of(SoundModel.AC97)),
            List.of(
                    new Display(
                            Optional.of(Display.Model.QXL),
                            OptionalLong.of(64 << 20),
                            Display.Acceleration.NONE,
                            List.of(
                                    new Display.RemoteView(
                                            Display.RemoteView.Protocol.SPICE, OptionalInt.empty(), "127.0.0.1"),
                                    new Display.RemoteView(
                                            Display.RemoteView.Protocol.VNC, OptionalInt.of(5901), "0.0.0.0"))),
                    new Display(
                            Optional.of(Display.Model.VIRTIO),
                            OptionalLong.empty(),
                            Display.Acceleration.THREE_D,
                            List.of(new Display.RemoteView(Display.RemoteView.Protocol.VNC, OptionalInt.empty(), ""))),
                    new Display(
                            Optional.of(Display.Model.NONE),
                            OptionalLong.empty(),
                            Display.Acceleration.NONE,
                            List.of())),
            List.of(
                    List.of(),
                    List.of(new BootDevice.Any(BootDevice.Kind.OPTICAL), new BootDevice.Any(BootDevice.Kind.DISK)),
                    List.of(new BootDevice.OneNic(0), new BootDevice.OneDrive(FIRST_DISK))),
            List.of("plain", "ü", "a|b", "quote \" here", "<&>"),
            List.of("/images/disk", "/images/a b&c<'d"));

    LibvirtRoundTripTest() {
        super("vm.xml", new LibvirtReader(), new LibvirtWriter());
    }

    @Override
    protected Machine sayable(SplittableRandom random) {
        return RandomMachine.of(random, SAYABLE);
    }

    @Seeded(500)
    void whatIsLostOnTheWayIsToldOf(SplittableRandom random) {
        requireLossesToBeTold(random);
    }
}
