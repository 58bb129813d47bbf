package io.vmloom.machine.kind;

import io.vmloom.machine.MachineReader;
import io.vmloom.machine.MachineWriter;
import java.util.HashMap;
import java.util.Map;
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
    /** The same kind, written with what only this writer knows. */
    public MachineKind writtenBy(MachineWriter knowing) {
        return new MachineKind(name, title, extension, reader, Optional.of(knowing), disks);
    }

    /**
     * The disks of a kind's machines.
     *
     * @param format that its hypervisor reads best
     * @param usualOptions of disks in that format, where nobody asks for others
     * @param place where they are
     */
    public record Disks(String format, Map<String, String> usualOptions, Place place) {
        public Disks {
            usualOptions = Map.copyOf(usualOptions);
        }

        /** The options of a disk in this format, of which these were asked for. */
        public Map<String, String> options(String wantedFormat, Map<String, String> wanted) {
            if (!wantedFormat.equals(format)) {
                return wanted;
            }
            Map<String, String> all = new HashMap<>(usualOptions);
            all.putAll(wanted);
            return all;
        }
    }

    /** Where the disks of a kind's machines are, by which its configurations name them. */
    public sealed interface Place {
        /** Anywhere seen from the configuration, usually beside it. */
        record Beside() implements Place {}

        /** In the configuration's folder and below: all its files are one package, which has a list of their digests. */
        record Packed() implements Place {}

        /** In a folder of the host, wherever the configuration is; ends with a slash. */
        record HostFolder(String folder) implements Place {}
    }
}
