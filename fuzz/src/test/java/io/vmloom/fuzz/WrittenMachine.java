package io.vmloom.fuzz;

import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Machine;
import io.vmloom.machine.kind.MachineKind;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.source.ByteSource;

/** A machine that was read can be written as any kind, or that is refused. */
final class WrittenMachine {
    private WrittenMachine() {}

    /** Of any kind of configuration, which ends by a refusal: there is no disk in it. */
    static ImageException of(ByteSource source) {
        ConfigFile file = ConfigFile.of(source);
        MachineKind kind = MachineKinds.detect(file);
        everywhere(kind.reader().orElseThrow().read(file).machine());
        return ImageException.unsupported(source.name(), "it is a configuration", "give a disk");
    }

    static void everywhere(Machine machine) {
        for (MachineKind kind : MachineKinds.all()) {
            kind.writer().ifPresent(writer -> {
                try {
                    if (writer.write(machine).text().isEmpty()) {
                        throw new AssertionError("nothing was written as " + kind.name());
                    }
                } catch (RequestException refusal) {
                    if (String.valueOf(refusal.getMessage()).isEmpty()) {
                        throw new AssertionError("a refusal must say why", refusal);
                    }
                }
            });
        }
    }
}
