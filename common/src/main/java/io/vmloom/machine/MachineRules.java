package io.vmloom.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a machine is fitted to its new host. What no rule is about stays as it is.
 *
 * @param diskBus where all disks go; CD drives stay where they are, since guests can always read those
 * @param nicModel of all network cards
 * @param networks by the source's name of a network, or by its kind's ({@code nat}, {@code bridge}, …), or {@code *} for all
 *     others
 */
public record MachineRules(
        Optional<DiskBus> diskBus, Optional<Nic.Model> nicModel, Map<String, Network> networks, DiskFiles files) {
    public static final MachineRules NONE =
            new MachineRules(Optional.empty(), Optional.empty(), Map.of(), DiskFiles.KEPT);

    private static final String OTHERS = "*";

    public MachineRules {
        networks = Map.copyOf(networks);
    }

    /** The machine by these rules, with a note for each thing that became another one. */
    public Reading apply(Machine machine) {
        Notebook notes = new Notebook();
        Machine fitted =
                diskBus.map(bus -> new DiskMove(machine, bus).run(notes)).orElse(machine);
        List<Nic> nics = new ArrayList<>();
        for (int i = 0; i < fitted.nics().size(); i++) {
            nics.add(nic(fitted.nics().get(i), "network card " + i, notes));
        }
        fitted = fitted.change().nics(nics).build();
        return new Reading(renamed(fitted, notes), notes.notes());
    }

    private Nic nic(Nic nic, String what, Notebook notes) {
        if (nicModel.isPresent() && !nicModel.equals(nic.model())) {
            notes.changed(
                    Setting.of(what + " model", nic.model().map(Enum::name).orElse("")),
                    nicModel.orElseThrow(),
                    "a rule says so; the guest needs its driver");
        }
        Network network = network(nic.network());
        if (!network.equals(nic.network())) {
            notes.changed(Setting.of(what + " network", nic.network()), network, "a rule says so");
        }
        return new Nic(nicModel.or(nic::model), nic.mac(), network, nic.connection());
    }

    private Network network(Network source) {
        return Optional.ofNullable(networks.get(source.name()))
                .or(() -> Optional.ofNullable(networks.get(source.kind().word())))
                .or(() -> source.kind() == Network.Kind.NONE
                        ? Optional.empty()
                        : Optional.ofNullable(networks.get(OTHERS)))
                .orElse(source);
    }

    private Machine renamed(Machine machine, Notebook notes) {
        List<Drive> drives = new ArrayList<>();
        int index = 0;
        for (Drive drive : machine.drives()) {
            if (drive instanceof Drive.Disk disk && disk.medium() instanceof Medium.Image file) {
                Medium.Image renamed = files.rename(disk, file, index);
                if (!renamed.reference().equals(file.reference())) {
                    notes.changed(
                            Setting.of("disk " + disk.slot(), file.reference()), renamed.reference(), "a rule says so");
                }
                drives.add(disk.with(renamed));
                index++;
            } else {
                drives.add(drive);
            }
        }
        return machine.change().storage(machine.controllers(), drives).build();
    }
}
