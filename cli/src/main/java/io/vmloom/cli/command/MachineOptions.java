package io.vmloom.cli.command;

import io.vmloom.error.RequestException;
import io.vmloom.format.Formats;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Controller;
import io.vmloom.machine.DiskBus;
import io.vmloom.machine.DiskFiles;
import io.vmloom.machine.DiskNames;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineRules;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How a machine is fitted to its new host. */
final class MachineOptions {
    private static final Map<String, DiskBus> BUSES = Stream.of(
                    Map.entry("virtio", new DiskBus(Bus.VIRTIO, Optional.empty())),
                    Map.entry("virtio-scsi", new DiskBus(Bus.SCSI, Optional.of(Controller.Model.VIRTIO_SCSI))),
                    Map.entry("lsilogic", new DiskBus(Bus.SCSI, Optional.of(Controller.Model.LSILOGIC))),
                    Map.entry("lsisas1068", new DiskBus(Bus.SCSI, Optional.of(Controller.Model.LSISAS1068))),
                    Map.entry("pvscsi", new DiskBus(Bus.SCSI, Optional.of(Controller.Model.PVSCSI))),
                    Map.entry("sata", new DiskBus(Bus.SATA, Optional.empty())),
                    Map.entry("ide", new DiskBus(Bus.IDE, Optional.empty())),
                    Map.entry("nvme", new DiskBus(Bus.NVME, Optional.empty())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, two) -> one, LinkedHashMap::new));

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
            return new MachineRules(
                    bus.map(MachineOptions::bus), nic.map(MachineOptions::nic), networks(), files(machine));
        } catch (IllegalArgumentException e) {
            throw new RequestException(e.getMessage() + "; see vmloom config --help");
        }
    }

    private static DiskBus bus(String word) {
        DiskBus known = BUSES.get(word);
        if (known == null) {
            throw new RequestException("--bus knows " + String.join(", ", BUSES.keySet()) + ", got: '" + word + "'");
        }
        return known;
    }

    private static Nic.Model nic(String word) {
        return Stream.of(Nic.Model.values())
                .filter(model -> model.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new RequestException("--nic knows "
                        + Stream.of(Nic.Model.values())
                                .map(model -> model.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ", got: '" + word + "'"));
    }

    private Map<String, Network> networks() {
        Map<String, Network> rules = new LinkedHashMap<>();
        KeyValues.of("--network", networks)
                .forEach((from, to) -> rules.put(
                        from,
                        Network.parse(to)
                                .orElseThrow(() -> new RequestException("--network '" + from
                                        + "' leads to '" + to
                                        + "'; write bridge:NAME, named:NAME, direct:NAME, nat, host-only,"
                                        + " internal:NAME or none"))));
        return rules;
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
