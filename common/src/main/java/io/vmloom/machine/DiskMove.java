package io.vmloom.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Attaches all disks to another bus, in the order of their old slots. */
final class DiskMove {
    private final Machine machine;
    private final DiskBus target;
    private final Map<Slot, Slot> moved = new HashMap<>();

    DiskMove(Machine machine, DiskBus target) {
        this.machine = machine;
        this.target = target;
    }

    Machine run(Notebook notes) {
        Set<Slot> taken = new HashSet<>();
        machine.drives().stream()
                .filter(drive -> !(drive instanceof Drive.Disk))
                .forEach(drive -> taken.add(drive.slot()));
        int number = 0;
        List<Drive> drives = new ArrayList<>();
        for (Drive.Disk disk : machine.disks().stream()
                .sorted(Comparator.comparing(Drive::slot))
                .toList()) {
            Slot slot = target.slot(number++);
            while (!taken.add(slot)) {
                slot = target.slot(number++);
            }
            moved.put(disk.slot(), slot);
            drives.add(disk.at(slot));
            if (!slot.equals(disk.slot()) || !modelOf(slot).equals(modelAt(disk.slot()))) {
                notes.changed(
                        Setting.of("disk in " + disk.slot(), text(modelAt(disk.slot()))),
                        (text(modelOf(slot)) + " " + slot).strip(),
                        "a rule says so; the guest needs its driver to start");
            }
        }
        machine.drives().stream()
                .filter(drive -> !(drive instanceof Drive.Disk))
                .forEach(drives::add);
        return machine.change()
                .storage(controllers(drives, notes), drives)
                .bootOrder(machine.bootOrder().stream().map(this::boot).toList())
                .build();
    }

    /** Those that drives stand on, those that nothing stood on before, and new ones for the disks. */
    private List<Controller> controllers(List<Drive> drives, Notebook notes) {
        List<Controller> kept = new ArrayList<>();
        for (Controller one : machine.controllers()) {
            if (uses(drives, one)
                    && one.bus() == target.bus()
                    && moved.values().stream().anyMatch(on(one))) {
                continue;
            }
            if (uses(drives, one) || !uses(machine.drives(), one)) {
                kept.add(one);
            } else {
                notes.noCounterpart(
                        Setting.of("controller " + one.bus() + " " + one.index(), text(one.model())),
                        "nothing is left on it after a rule moved its disks");
            }
        }
        if (target.bus() != Bus.VIRTIO) {
            Stream<Integer> indexes =
                    moved.values().stream().map(Slot::controller).distinct().sorted();
            indexes.forEach(index ->
                    kept.add(new Controller(target.bus(), index, modelOf(new Slot(target.bus(), index, 0)))));
        }
        return kept;
    }

    private static Predicate<Slot> on(Controller one) {
        return slot -> slot.bus() == one.bus() && slot.controller() == one.index();
    }

    private static boolean uses(List<Drive> drives, Controller one) {
        return drives.stream().map(Drive::slot).anyMatch(on(one));
    }

    private BootDevice boot(BootDevice device) {
        return device instanceof BootDevice.OneDrive(Slot slot)
                ? new BootDevice.OneDrive(moved.getOrDefault(slot, slot))
                : device;
    }

    private Optional<Controller.Model> modelAt(Slot slot) {
        return machine.controller(slot.bus(), slot.controller()).flatMap(Controller::model);
    }

    private Optional<Controller.Model> modelOf(Slot slot) {
        return target.model().or(() -> modelAt(slot));
    }

    private static String text(Optional<Controller.Model> model) {
        return model.map(Enum::name).orElse("");
    }
}
