package io.vmloom.appliance;

import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Note;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** A machine as a package can tell of it: with its disks, and without any other file of its host. */
public final class PackagedMachine {
    private static final String NOT_PACKED = "only disks are put into the package";

    private PackagedMachine() {}

    /**
     * The machine with a note for each file that is left out.
     *
     * @param capacities of disks that become part of the package, by the references that the machine has for them
     */
    public static Reading of(Reading source, Function<String, OptionalLong> capacities) {
        Machine machine = source.machine();
        Notebook notes = new Notebook();
        List<Drive> drives = machine.drives().stream()
                .map(drive -> packed(drive, capacities, notes))
                .toList();
        Machine packed = machine.change()
                .storage(machine.controllers(), drives)
                .firmware(withoutFile(machine.firmware(), notes))
                .build();
        List<Note> all = new ArrayList<>(source.notes());
        all.addAll(notes.notes());
        return new Reading(packed, all);
    }

    private static Drive packed(Drive drive, Function<String, OptionalLong> capacities, Notebook notes) {
        if (!(drive.medium() instanceof Medium.Image(String reference, String _))) {
            return drive;
        }
        return switch (drive) {
            case Drive.Disk disk ->
                new Drive.Disk(disk.slot(), disk.medium(), disk.mode(), disk.cache(), capacities.apply(reference));
            case Drive.Optical optical -> {
                notes.noCounterpart(Setting.of("CD drive " + drive.slot(), reference), NOT_PACKED);
                yield new Drive.Optical(optical.slot(), Medium.EMPTY, optical.connection());
            }
            case Drive.Floppy floppy -> {
                notes.noCounterpart(Setting.of("floppy drive " + drive.slot(), reference), NOT_PACKED);
                yield new Drive.Floppy(floppy.slot(), Medium.EMPTY, floppy.connection());
            }
        };
    }

    private static Firmware withoutFile(Firmware firmware, Notebook notes) {
        if (!firmware.nvram().isEmpty()) {
            notes.noCounterpart(
                    Setting.of("firmware variables", firmware.nvram()), NOT_PACKED + "; the firmware makes new ones");
        }
        return switch (firmware) {
            case Firmware.Bios _ -> Firmware.BIOS;
            case Firmware.Uefi(Firmware.SecureBoot secureBoot, String _) -> new Firmware.Uefi(secureBoot, "");
        };
    }
}
