package io.vmloom.machine.vbox;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Cache;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.DiskMode;
import io.vmloom.machine.Drive;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Slot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Controllers and what is attached to them. */
final class VboxDrives {
    private final VboxMedia media;
    private final MachineBuilder machine;
    private final Notebook notes;
    private final Map<Bus, Integer> counts = new EnumMap<>(Bus.class);

    VboxDrives(VboxMedia media, MachineBuilder machine, Notebook notes) {
        this.media = media;
        this.machine = machine;
        this.notes = notes;
    }

    void read(ConfigNode controllers) {
        controllers.children("StorageController").forEach(this::controller);
    }

    private void controller(ConfigNode node) {
        String type = node.attribute("type").orElse("");
        for (String own : new String[] {
            "name",
            "PortCount",
            "useHostIOCache",
            "Bootable",
            "IDE0MasterEmulationPort",
            "IDE0SlaveEmulationPort",
            "IDE1MasterEmulationPort",
            "IDE1SlaveEmulationPort"
        }) {
            node.attribute(own);
        }
        Optional<Controller> known = known(type);
        if (known.isEmpty()) {
            notes.noCounterpart(node.setting(), "a controller of this kind is not known, nor what is attached to it");
            node.settle();
            return;
        }
        Controller controller = known.get();
        counts.merge(controller.bus(), 1, Integer::sum);
        if (controller.bus() != Bus.VIRTIO && controller.bus() != Bus.FLOPPY) {
            machine.controller(controller);
        }
        node.children("AttachedDevice").forEach(device -> attached(device, controller));
    }

    private Optional<Controller> known(String type) {
        return switch (type) {
            case "PIIX3", "PIIX4", "ICH6" -> Optional.of(next(Controller.Model.PIIX));
            case "AHCI" -> Optional.of(next(Controller.Model.AHCI));
            case "LsiLogic" -> Optional.of(next(Controller.Model.LSILOGIC));
            case "LsiLogicSas" -> Optional.of(next(Controller.Model.LSISAS1068));
            case "BusLogic" -> Optional.of(next(Controller.Model.BUSLOGIC));
            case "VirtioSCSI" -> Optional.of(next(Controller.Model.VIRTIO_SCSI));
            case "NVMe" -> Optional.of(Controller.of(Bus.NVME, counts.getOrDefault(Bus.NVME, 0)));
            case "USB" -> Optional.of(Controller.of(Bus.USB, counts.getOrDefault(Bus.USB, 0)));
            case "I82078" -> Optional.of(Controller.of(Bus.FLOPPY, 0));
            default -> Optional.empty();
        };
    }

    private Controller next(Controller.Model model) {
        return Controller.of(counts.getOrDefault(model.bus(), 0), model);
    }

    private void attached(ConfigNode node, Controller controller) {
        int port = number(node, "port");
        int device = number(node, "device");
        int unit = controller.bus() == Bus.IDE ? port * 2 + device : controller.bus() == Bus.FLOPPY ? device : port;
        Slot slot = new Slot(controller.bus(), controller.index(), unit);
        String type = node.attribute("type").orElse("");
        for (String own : new String[] {"hotpluggable", "passthrough", "tempeject", "nonrotational", "discard"}) {
            node.attribute(own);
        }
        Medium medium = medium(node);
        switch (type) {
            case "HardDisk" -> {
                if (medium instanceof Medium.Empty) {
                    notes.invalid(node.setting(), "it is a disk without a file that is known");
                } else {
                    machine.drive(
                            new Drive.Disk(slot, medium, DiskMode.PERSISTENT, Cache.UNSPECIFIED, OptionalLong.empty()));
                }
            }
            case "DVD" -> machine.drive(new Drive.Optical(slot, medium, Connection.CONNECTED));
            case "Floppy" -> machine.drive(new Drive.Floppy(slot, medium, Connection.CONNECTED));
            default -> notes.noCounterpart(node.setting(), "a device of this kind is not known");
        }
    }

    private Medium medium(ConfigNode device) {
        Optional<ConfigNode> host = device.child("HostDrive");
        if (host.isPresent()) {
            return new Medium.HostDevice(host.get().attribute("src").orElse(""));
        }
        Optional<ConfigNode> image = device.child("Image");
        if (image.isEmpty()) {
            return Medium.EMPTY;
        }
        String id = image.get().attribute("uuid").orElse("");
        Optional<VboxMedia.Entry> entry = media.find(id);
        if (entry.isEmpty()) {
            notes.invalid(image.get().setting(), "no medium of this id is in the media registry");
            return Medium.EMPTY;
        }
        entry.get()
                .parent()
                .ifPresent(parent -> notes.noCounterpart(
                        image.get().setting(),
                        "its file holds only what changed since '" + parent + "', which it needs"));
        return entry.get().image();
    }

    private static int number(ConfigNode node, String attribute) {
        String text = node.attribute(attribute).orElse("0");
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    }
}
