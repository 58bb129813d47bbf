package io.vmloom.cli.command;

import io.vmloom.error.RequestException;
import io.vmloom.format.Formats;
import io.vmloom.machine.DiskFiles;
import io.vmloom.machine.DiskNames;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineRules;
import io.vmloom.machine.RuleWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a machine is fitted to its new host. */
final class MachineOptions {
    @Option(
            names = "--bus",
            paramLabel = "BUS",
            description =
                    "Attach all disks to virtio, virtio-scsi, lsilogic, lsisas1068, pvscsi, sata, ide or nvme; the"
                            + " guest needs its driver")
    private Optional<String> bus = Optional.empty();

    @Option(
            names = "--nic",
            paramLabel = "MODEL",
            description =
                    "Make all network cards of this model: virtio, e1000, e1000e, vmxnet3, rtl8139, pcnet, igb, …")
    private Optional<String> nic = Optional.empty();

    @Option(
            names = "--network",
            paramLabel = "FROM=TO",
            description =
                    "Connect the source's network FROM (its name or kind, or * for all others) to TO: bridge:NAME,"
                            + " named:NAME, direct:NAME, nat, host-only, internal:NAME or none; may be repeated")
    private List<String> networks = new ArrayList<>();

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
            return words().with(files(machine));
        } catch (IllegalArgumentException e) {
            throw new RequestException(e.getMessage() + "; see vmloom config --help");
        }
    }

    /** Those about the machine itself, and not about where its disks are. */
    RuleWords words() {
        try {
            return new RuleWords(bus, nic, KeyValues.of("--network", networks));
        } catch (IllegalArgumentException e) {
            throw new RequestException("--" + e.getMessage());
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
