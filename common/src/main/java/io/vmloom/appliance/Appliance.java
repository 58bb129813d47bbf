package io.vmloom.appliance;

import io.vmloom.error.ImageException;
import io.vmloom.machine.Note;
import io.vmloom.machine.Reading;
import java.util.List;

/**
 * A package that was read.
 *
 * @param name of the archive, or of the descriptor where that is a file of its own
 * @param descriptor the file in it that tells of the others
 * @param disks that are there, each once
 * @param missingDisks names of disks that should be there
 * @param notes about the package as a whole; those about a machine are with it
 */
public record Appliance(
        String name,
        String descriptor,
        List<Reading> machines,
        List<PackagedDisk> disks,
        List<String> missingDisks,
        List<Note> notes,
        List<PackageFinding> findings) {
    public Appliance {
        machines = List.copyOf(machines);
        disks = List.copyOf(disks);
        missingDisks = List.copyOf(missingDisks);
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
    }

    /** Throws {@link ImageException} when a disk is not there. */
    public void requireDisks() {
        if (!missingDisks.isEmpty()) {
            throw ImageException.unsupported(
                    name,
                    "it has no file '" + missingDisks.getFirst().replaceAll("\\p{Cntrl}", "?")
                            + "', which is a disk of its machine",
                    "only files of the package are opened: put it there, or choose another disk with --member");
        }
    }

    /** The machine that it is; {@link ImageException} when there are several, or none. */
    public Reading machine() {
        if (machines.size() != 1) {
            throw ImageException.unsupported(
                    name,
                    "it tells of " + machines.size() + " machines",
                    "a configuration is made of one machine; convert the disks alone");
        }
        return machines.getFirst();
    }
}
