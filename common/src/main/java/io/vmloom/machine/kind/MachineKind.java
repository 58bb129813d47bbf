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
 */
public record MachineKind(
        String name, String title, String extension, Optional<MachineReader> reader, Optional<MachineWriter> writer) {}
