package io.vmloom.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Machines with everything that the model can say, whether or not any hypervisor can. */
public final class AnyMachine {
    private static final Choices ALL = new Choices(
            slots(),
            List.of(
                    Controller.of(0, Controller.Model.BUSLOGIC),
                    Controller.of(1, Controller.Model.LSISAS1068),
                    Controller.of(2, Controller.Model.VIRTIO_SCSI),
                    Controller.of(Bus.SCSI, 5),
                    Controller.of(Bus.SATA, 0),
                    Controller.of(1, Controller.Model.AHCI),
                    Controller.of(Bus.NVME, 0),
                    Controller.of(0, Controller.Model.UHCI),
                    Controller.of(Bus.USB, 1)),
            List.of(
                    GuestOs.UNKNOWN,
                    new GuestOs(OsFamily.WINDOWS, Architecture.X86_64, OsVocabulary.VMWARE, "windows9srv-64"),
                    new GuestOs(
                            OsFamily.LINUX, Architecture.I686, OsVocabulary.LIBOSINFO, "http://debian.org/debian/9"),
                    new GuestOs(OsFamily.BSD, Architecture.X86_64, OsVocabulary.VIRTUALBOX, "FreeBSD_64")),
            List.of(
                    Firmware.BIOS,
                    new Firmware.Bios("old.nvram"),
                    new Firmware.Uefi(Firmware.SecureBoot.ON, "a.nvram"),
                    new Firmware.Uefi(Firmware.SecureBoot.OFF, "")),
            List.of(Optional.empty(), Optional.of(TpmVersion.V1_2), Optional.of(TpmVersion.V2_0)),
            List.of(
                    Cpu.ONE,
                    new Cpu(2, 4, 2, "Skylake-Server", Set.of(Cpu.Feature.NESTED)),
                    new Cpu(1, 3, 1, "", Set.of(Cpu.Feature.HOT_ADD))),
            12_345_678,
            Stream.concat(
                            Stream.of(Optional.<Nic.Model>empty()),
                            Stream.of(Nic.Model.values()).map(Optional::of))
                    .toList(),
            Stream.of(Network.Kind.values())
                    .flatMap(kind -> Stream.of("", "VM Network <&'\">", "br0")
                            .filter(name -> kind != Network.Kind.NONE || name.isEmpty())
                            .map(name -> new Network(kind, name)))
                    .toList(),
            List.of(Nic.Origin.values()),
            List.of(DiskMode.values()),
            List.of(Cache.values()),
            List.of("vmdk", "qcow2", "raw", "vhdx", ""),
            List.of(
                    Peer.NONE,
                    Peer.PTY,
                    new Peer.File("serial.log"),
                    new Peer.Device("COM1"),
                    new Peer.Device("/dev/ttyS0"),
                    new Peer.Pipe("\\\\.\\pipe\\vm", Peer.Side.CLIENT),
                    new Peer.Tcp("", 4000, Peer.Side.SERVER, Peer.Protocol.TELNETS),
                    new Peer.Tcp("fe80::1", 4000, Peer.Side.CLIENT, Peer.Protocol.TLS)),
            2,
            Stream.concat(
                            Stream.of(Optional.<SoundModel>empty()),
                            Stream.of(SoundModel.values()).map(Optional::of))
                    .toList(),
            displays(),
            List.of(
                    List.of(),
                    List.of(new BootDevice.Any(BootDevice.Kind.FLOPPY), new BootDevice.Any(BootDevice.Kind.DISK)),
                    List.of(
                            new BootDevice.OneNic(0),
                            new BootDevice.OneDrive(new Slot(Bus.SATA, 0, 3)),
                            new BootDevice.Any(BootDevice.Kind.OPTICAL))),
            List.of("plain", "ü & <b>", "a|b", "quote \" here", "50% of/it"),
            List.of("disk", "C:\\machines\\d", "/vmfs/volumes/store/d", "[store] vm/d&<"));

    private AnyMachine() {}

    public static Machine of(SplittableRandom random) {
        return RandomMachine.of(random, ALL);
    }

    /** The same with disks of one format. */
    public static Machine of(SplittableRandom random, String format) {
        return new MachineRules(
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        (disk, file, index) -> new Medium.Image("/disks/" + index, format))
                .apply(of(random))
                .machine();
    }

    private static List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        for (Bus bus : Bus.values()) {
            for (int controller = 0; controller < 3; controller++) {
                for (int unit : new int[] {0, 1, 3, 7, 9, 40}) {
                    if (unit < bus.units() && (controller == 0 || bus == Bus.SCSI || bus == Bus.SATA)) {
                        slots.add(new Slot(bus, controller, unit));
                    }
                }
            }
        }
        return slots;
    }

    private static List<Display> displays() {
        List<Display> displays = new ArrayList<>();
        for (Display.Model model : Display.Model.values()) {
            displays.add(new Display(
                    Optional.of(model),
                    OptionalLong.of(8_388_609),
                    Display.Acceleration.THREE_D,
                    List.of(
                            new Display.RemoteView(Display.RemoteView.Protocol.VNC, OptionalInt.of(5901), "0.0.0.0"),
                            new Display.RemoteView(Display.RemoteView.Protocol.RDP, OptionalInt.of(3389), ""),
                            new Display.RemoteView(Display.RemoteView.Protocol.SPICE, OptionalInt.empty(), ""))));
            displays.add(new Display(Optional.of(model), OptionalLong.empty(), Display.Acceleration.NONE, List.of()));
        }
        displays.add(Display.UNSPECIFIED);
        return displays;
    }
}
