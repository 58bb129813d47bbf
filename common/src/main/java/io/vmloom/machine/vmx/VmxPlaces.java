package io.vmloom.machine.vmx;

import io.vmloom.error.RequestException;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Slot;
import io.vmloom.machine.Words;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where VMware can have each drive; those that stand where it has no place go to SCSI controllers. */
final class VmxPlaces {
    private static final int MAX_CONTROLLERS = 4;
    private static final int RESERVED_SCSI_UNIT = 7;
    private static final int SCSI_UNITS = 16;
    /** Guests of the last twenty years have a driver for it. */
    private static final Controller.Model USUAL = Controller.Model.LSISAS1068;

    private final Machine machine;
    private final Notebook notes;
    private final Map<Slot, Slot> places = new HashMap<>();
    private final TreeMap<Slot, Optional<Controller.Model>> controllers = new TreeMap<>();

    VmxPlaces(Machine machine, Notebook notes) {
        this.machine = machine;
        this.notes = notes;
        machine.controllers().stream().filter(one -> one.bus() != Bus.USB).forEach(this::keep);
        Set<Slot> taken = new HashSet<>();
        machine.drives().stream().map(Drive::slot).filter(VmxPlaces::exists).forEach(slot -> place(slot, slot, taken));
        machine.drives().stream()
                .map(Drive::slot)
                .filter(slot -> !exists(slot))
                .sorted()
                .forEach(slot -> move(slot, taken));
    }

    /** Controllers by their first slot. */
    Map<Slot, Optional<Controller.Model>> controllers() {
        return controllers;
    }

    Slot of(Slot slot) {
        return places.getOrDefault(slot, slot);
    }

    /** The beginning of the keys of the device in a slot of VMware's. */
    static String device(Slot slot) {
        String bus = slot.bus().name().toLowerCase(Locale.ROOT);
        return slot.bus() == Bus.IDE
                ? bus + slot.unit() / 2 + ":" + slot.unit() % 2
                : bus + slot.controller() + ":" + slot.unit();
    }

    private static boolean exists(Slot slot) {
        return switch (slot.bus()) {
            case IDE -> slot.controller() == 0;
            case SCSI ->
                slot.controller() < MAX_CONTROLLERS && slot.unit() < SCSI_UNITS && slot.unit() != RESERVED_SCSI_UNIT;
            case SATA -> slot.controller() < MAX_CONTROLLERS && slot.unit() < 30;
            case NVME -> slot.controller() < MAX_CONTROLLERS && slot.unit() < 15;
            case FLOPPY -> slot.controller() == 0;
            case VIRTIO, USB -> false;
        };
    }

    private void keep(Controller one) {
        boolean possible = (one.bus() == Bus.IDE || one.bus() == Bus.FLOPPY)
                ? one.index() == 0
                : one.bus() != Bus.VIRTIO && one.index() < MAX_CONTROLLERS;
        if (!possible) {
            notes.noCounterpart(
                    Setting.of(
                            "controller " + one.bus() + " " + one.index(),
                            one.model().map(Enum::name).orElse("")),
                    "VMware has no such controller");
            return;
        }
        Optional<Controller.Model> model = one.model();
        if (one.bus() == Bus.SCSI
                && model.isPresent()
                && Words.of(VmxWords.SCSI, model.orElseThrow()).isEmpty()) {
            notes.changed(
                    Setting.of("controller SCSI " + one.index(), model.orElseThrow()),
                    USUAL,
                    "VMware has no such model");
            model = Optional.of(USUAL);
        }
        controllers.put(new Slot(one.bus(), one.index(), 0), model);
    }

    private void place(Slot slot, Slot place, Set<Slot> taken) {
        taken.add(place);
        places.put(slot, place);
        if (place.bus() != Bus.FLOPPY) {
            controllers.putIfAbsent(
                    new Slot(place.bus(), place.controller(), 0),
                    place.bus() == Bus.SCSI && !slot.equals(place) ? Optional.of(USUAL) : Optional.empty());
        }
    }

    private void move(Slot slot, Set<Slot> taken) {
        for (int number = 0; number < MAX_CONTROLLERS * SCSI_UNITS; number++) {
            Slot place = new Slot(Bus.SCSI, number / SCSI_UNITS, number % SCSI_UNITS);
            if (place.unit() != RESERVED_SCSI_UNIT && !taken.contains(place)) {
                place(slot, place, taken);
                notes.changed(
                        Setting.of("drive in", slot),
                        Objects.requireNonNull(controllers.get(new Slot(Bus.SCSI, place.controller(), 0)))
                                        .map(model -> model + " ")
                                        .orElse("")
                                + place,
                        "VMware has no such place for a drive");
                return;
            }
        }
        throw new RequestException("'" + machine.name() + "' has more drives than a machine of VMware can have (got: "
                + machine.drives().size() + "); take some of them away before");
    }
}
