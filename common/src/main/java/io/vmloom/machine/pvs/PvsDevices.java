package io.vmloom.machine.pvs;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.MacAddress;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Slot;
import io.vmloom.machine.SoundModel;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Drives, network and sound cards. Parallels has one controller of each kind, and numbers places on it. */
final class PvsDevices {
    private static final String IMAGE_FILE = "1";

    private final MachineBuilder machine;
    private final Notebook notes;
    private final Set<Slot> taken = new HashSet<>();

    PvsDevices(MachineBuilder machine, Notebook notes) {
        this.machine = machine;
        this.notes = notes;
    }

    void read(ConfigNode hardware) {
        hardware.children("Hdd").forEach(this::disk);
        hardware.children("CdRom").forEach(this::optical);
        hardware.children("Fdd").forEach(this::floppy);
        hardware.children("NetworkAdapter").forEach(this::nic);
        hardware.children("Sound").stream().filter(this::isOn).findFirst().ifPresent(sound -> {
            machine.sound(SoundModel.UNSPECIFIED);
        });
        hardware.children("Sound").forEach(ConfigNode::settle);
        for (String left : new String[] {"Serial", "Parallel", "Printer", "USB"}) {
            hardware.children(left).stream()
                    .filter(this::isOn)
                    .forEach(device -> notes.noCounterpart(
                            device.setting(left, device.textOf("UserFriendlyName")), "it is a device of its host"));
            hardware.children(left).forEach(ConfigNode::settle);
        }
    }

    private void disk(ConfigNode node) {
        if (!isOn(node)) {
            return;
        }
        Slot slot = slot(node);
        String megabytes = node.textOf("Size");
        Medium medium = medium(node, "parallels");
        if (medium instanceof Medium.Empty) {
            notes.invalid(node.setting(slot.toString(), ""), "it is a disk without a file");
        } else {
            machine.drive(new Drive.Disk(
                    slot,
                    medium,
                    DiskMode.PERSISTENT,
                    Cache.UNSPECIFIED,
                    megabytes.matches("[1-9]\\d{0,12}")
                            ? OptionalLong.of(Long.parseLong(megabytes) << 20)
                            : OptionalLong.empty()));
        }
        node.settle();
    }

    private void optical(ConfigNode node) {
        if (isOn(node)) {
            machine.drive(new Drive.Optical(slot(node), medium(node, "raw"), connection(node)));
            node.settle();
        }
    }

    private void floppy(ConfigNode node) {
        if (isOn(node)) {
            machine.drive(new Drive.Floppy(free(Bus.FLOPPY, 0), medium(node, "raw"), connection(node)));
            node.settle();
        }
    }

    private void nic(ConfigNode node) {
        if (!isOn(node)) {
            return;
        }
        Optional<Nic.Model> model = switch (node.textOf("AdapterType")) {
            case "1" -> Optional.of(Nic.Model.NE2000);
            case "2" -> Optional.of(Nic.Model.E1000);
            case "3" -> Optional.of(Nic.Model.VIRTIO);
            case "4" -> Optional.of(Nic.Model.E1000E);
            default -> Optional.empty();
        };
        String name = node.textOf("VirtualNetworkID");
        Network network = switch (node.textOf("EmulatedType")) {
            case "0" -> new Network(Network.Kind.HOST_ONLY, name);
            case "1" -> new Network(Network.Kind.NAT, name);
            default -> new Network(Network.Kind.BRIDGE, name);
        };
        machine.nic(new Nic(
                model,
                MacAddress.parse(node.textOf("MAC")).map(mac -> new Nic.Mac(mac, Nic.Origin.GENERATED)),
                network,
                connection(node)));
        node.settle();
    }

    /** What is switched off is not there. */
    private boolean isOn(ConfigNode node) {
        boolean on = !node.textOf("Enabled").equals("0");
        if (!on) {
            node.settle();
        }
        return on;
    }

    private Medium medium(ConfigNode node, String format) {
        String name = node.textOf("SystemName");
        if (node.textOf("EmulatedType").equals(IMAGE_FILE)) {
            return name.isEmpty() ? Medium.EMPTY : new Medium.Image(name, format);
        }
        return new Medium.HostDevice(name);
    }

    private static Connection connection(ConfigNode node) {
        return Connection.of(!node.textOf("Connected").equals("0"));
    }

    private Slot slot(ConfigNode node) {
        String index = node.textOf("StackIndex");
        int unit = index.matches("\\d{1,3}") ? Integer.parseInt(index) : 0;
        return switch (node.textOf("InterfaceType")) {
            case "1" -> {
                machine.controller(new Controller(Bus.SCSI, 0, scsi(node.textOf("SubType"))));
                yield free(Bus.SCSI, unit);
            }
            case "2" -> {
                machine.controller(Controller.of(0, Controller.Model.AHCI));
                yield free(Bus.SATA, unit);
            }
            case "3" -> free(Bus.VIRTIO, unit);
            case "6" -> {
                machine.controller(Controller.of(Bus.NVME, 0));
                yield free(Bus.NVME, unit);
            }
            default -> {
                machine.controller(Controller.of(Bus.IDE, 0));
                yield free(Bus.IDE, unit);
            }
        };
    }

    private static Optional<Controller.Model> scsi(String subType) {
        return switch (subType) {
            case "0" -> Optional.of(Controller.Model.BUSLOGIC);
            case "1" -> Optional.of(Controller.Model.LSILOGIC);
            case "2" -> Optional.of(Controller.Model.LSISAS1068);
            case "3" -> Optional.of(Controller.Model.VIRTIO_SCSI);
            default -> Optional.empty();
        };
    }

    /** This place, or the first behind it that is free. */
    private Slot free(Bus bus, int wanted) {
        int unit = wanted;
        while (!taken.add(new Slot(bus, unit / bus.units(), unit % bus.units()))) {
            unit++;
        }
        return new Slot(bus, unit / bus.units(), unit % bus.units());
    }
}
