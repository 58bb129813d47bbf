package io.vmloom.machine.ovf;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A disk of the package.
 *
 * @param file that it is in; empty for a disk that is made, empty, where the machine is set up
 * @param format as vmloom names it; empty where the descriptor's is not known
 * @param parent id of the disk that this one holds only the changes of
 */
public record OvfDisk(
        String id, Optional<OvfFile> file, OptionalLong capacityBytes, String format, Optional<String> parent) {}
