package io.vmloom.machine.ovf;

import io.vmloom.machine.Note;
import io.vmloom.machine.Reading;
import java.util.List;

/**
 * What a descriptor says.
 *
 * @param machines in order; none only in a package that holds nothing but files
 * @param notes about the package as a whole; those about a machine are with it
 */
public record OvfPackage(List<OvfFile> files, List<OvfDisk> disks, List<Reading> machines, List<Note> notes) {
    public OvfPackage {
        files = List.copyOf(files);
        disks = List.copyOf(disks);
        machines = List.copyOf(machines);
        notes = List.copyOf(notes);
    }
}
