package io.vmloom.machine.kind;

import io.vmloom.machine.MachineReader;
import io.vmloom.machine.MachineWriter;
import java.util.Optional;

/**
 * A kind of configuration.
 *
 * @param name as it stands in options and answers, where it is a contract
 * @param title for people
 * @param extension of its files, without a dot
 * @param reader empty when it is only written
 * @param writer empty when it is only read
 * @param disks what its machines' disks usually are
 */
public record MachineKind(
        String name,
        String title,
        String extension,
        Optional<MachineReader> reader,
        Optional<MachineWriter> writer,
        Disks disks) {
    /**
     * The disks of a kind's machines.
     *
     * @param format that its hypervisor reads best
     * @param folder where its hosts have them, by which a configuration names them; empty where they lie beside it
     */
    public record Disks(String format, Optional<String> folder) {}
}
