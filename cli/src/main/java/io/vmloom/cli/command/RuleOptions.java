package io.vmloom.cli.command;

import io.vmloom.error.RequestException;
import io.vmloom.machine.RuleWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a machine is fitted to its new host. */
final class RuleOptions {
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

    RuleWords words() {
        try {
            return new RuleWords(bus, nic, KeyValues.of("--network", networks));
        } catch (IllegalArgumentException e) {
            throw new RequestException("--" + e.getMessage());
        }
    }
}
