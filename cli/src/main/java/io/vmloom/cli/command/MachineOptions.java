package io.vmloom.cli.command;

import io.vmloom.error.RequestException;
import io.vmloom.format.Formats;
import io.vmloom.machine.DiskFiles;
import io.vmloom.machine.DiskNames;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineRules;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a machine is fitted to its new host, where others see to its disks. */
final class MachineOptions {
    @Mixin
    private RuleOptions rules = new RuleOptions();

    @Option(
            names = "--disk-format",
            paramLabel = "FMT",
            description = "Format of the target's disks, which this command does not convert")
    private Optional<String> diskFormat = Optional.empty();

    @Option(
            names = "--disk-name",
            paramLabel = "TEMPLATE",
            description =
                    "Files of the target's disks, with {machine}, {stem}, {path}, {number} and {format} in it. Default:"
                            + " {path}.{format} with --disk-format, and else the source's names")
    private Optional<String> diskName = Optional.empty();

    MachineRules rules(Machine machine) {
        try {
            return rules.words().with(files(machine));
        } catch (IllegalArgumentException e) {
            throw new RequestException(e.getMessage() + "; see vmloom config --help");
        }
    }

    private DiskFiles files(Machine machine) {
        diskFormat.ifPresent(MachineOptions::requireKnown);
        return diskName.isEmpty() && diskFormat.isEmpty()
                ? DiskFiles.KEPT
                : new DiskNames(diskName.orElse(DiskNames.USUAL), diskFormat, machine.name());
    }

    private static void requireKnown(String format) {
        if (Formats.all().stream().noneMatch(one -> one.name().equals(format))) {
            throw new RequestException("--disk-format '" + format + "' is not known; see vmloom formats");
        }
    }
}
