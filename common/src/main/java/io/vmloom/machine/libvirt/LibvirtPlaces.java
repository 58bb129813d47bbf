package io.vmloom.machine.libvirt;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Slot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where KVM can have each drive: what stands where there is no place goes to the next one of its kind. */
final class LibvirtPlaces {
    private static final int SATA_PORTS = 6;

    private final Notebook notes;
    private final boolean hasIde;
    private final Map<Slot, Slot> places = new HashMap<>();
    private final TreeMap<Slot, Optional<Controller.Model>> controllers = new TreeMap<>();

    LibvirtPlaces(Machine machine, boolean hasIde, Notebook notes) {
        this.notes = notes;
        this.hasIde = hasIde;
        machine.controllers().stream()
                .filter(one -> one.bus() != Bus.NVME && one.bus() != Bus.VIRTIO && one.bus() != Bus.FLOPPY)
                .filter(one -> hasIde || one.bus() != Bus.IDE)
                .filter(one -> one.bus() != Bus.IDE || one.index() == 0)
                .forEach(one -> controllers.put(new Slot(one.bus(), one.index(), 0), model(one)));
        Set<Slot> taken = new HashSet<>();
        machine.drives().stream().map(Drive::slot).filter(this::exists).forEach(slot -> place(slot, slot, taken));
        machine.drives().stream()
                .map(Drive::slot)
                .filter(slot -> !exists(slot) && slot.bus() != Bus.USB)
                .sorted()
                .forEach(slot -> move(slot, taken));
        List<Slot> usb = machine.drives().stream()
                .map(Drive::slot)
                .filter(slot -> slot.bus() == Bus.USB)
                .toList();
        for (int i = 0; i < usb.size(); i++) {
            count(usb.get(i), i, taken);
        }
    }

    /** Controllers, USB's among them, by their first slot. */
    Map<Slot, Optional<Controller.Model>> controllers() {
        return controllers;
    }

    Slot of(Slot slot) {
        return places.getOrDefault(slot, slot);
    }

    Optional<Controller.Model> modelAt(Slot place) {
        return controllers.getOrDefault(new Slot(place.bus(), place.controller(), 0), Optional.empty());
    }

    private Optional<Controller.Model> model(Controller one) {
        if (one.model().filter(Controller.Model.BUSLOGIC::equals).isPresent()) {
            notes.changed(
                    Setting.of("controller SCSI " + one.index(), Controller.Model.BUSLOGIC),
                    Controller.Model.LSILOGIC,
                    "KVM has no such controller; old guests have a driver for both as a rule");
            return Optional.of(Controller.Model.LSILOGIC);
        }
        return one.model();
    }

    private boolean exists(Slot slot) {
        return switch (slot.bus()) {
            case IDE -> hasIde && slot.controller() == 0;
            case SATA -> slot.unit() < SATA_PORTS;
            case SCSI -> slot.unit() < targets(slot);
            case NVME -> false;
            case VIRTIO, FLOPPY -> true;
            case USB -> false;
        };
    }

    /** How many drives QEMU's controller has. */
    private int targets(Slot slot) {
        Controller.Model model = modelAt(slot).orElse(Controller.Model.LSILOGIC);
        return switch (model) {
            case LSISAS1068 -> 8;
            case PVSCSI -> 64;
            case VIRTIO_SCSI -> 256;
            case LSILOGIC, BUSLOGIC, PIIX, AHCI, UHCI, EHCI, XHCI -> 7;
        };
    }

    private void place(Slot slot, Slot place, Set<Slot> taken) {
        taken.add(place);
        places.put(slot, place);
        if (place.bus() != Bus.VIRTIO && place.bus() != Bus.USB && place.bus() != Bus.FLOPPY) {
            controllers.putIfAbsent(new Slot(place.bus(), place.controller(), 0), Optional.empty());
        }
    }

    private void move(Slot slot, Set<Slot> taken) {
        Bus bus = slot.bus() == Bus.IDE || slot.bus() == Bus.NVME ? Bus.SATA : slot.bus();
        Slot place = new Slot(bus, 0, 0);
        while (taken.contains(place) || !exists(place)) {
            place = exists(place) && place.unit() + 1 < bus.units()
                    ? new Slot(bus, place.controller(), place.unit() + 1)
                    : new Slot(bus, place.controller() + 1, 0);
        }
        place(slot, place, taken);
        notes.changed(Setting.of("drive in", slot), place, "KVM has no such place for a drive in this machine");
    }

    /** Drives of USB have no places but an order. */
    private void count(Slot slot, int number, Set<Slot> taken) {
        Slot place = new Slot(Bus.USB, 0, number);
        place(slot, place, taken);
        if (!place.equals(slot)) {
            notes.changed(Setting.of("drive in", slot), place, "libvirt knows an order of such drives only");
        }
    }
}
