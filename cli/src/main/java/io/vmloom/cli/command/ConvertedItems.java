package io.vmloom.cli.command;

import io.vmloom.appliance.Appliance;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.TargetNames;
import io.vmloom.coordinator.manifest.MachineExpansion;
import io.vmloom.coordinator.manifest.MachineTarget;
import io.vmloom.coordinator.manifest.ManifestItem;
import io.vmloom.error.RequestException;
import io.vmloom.machine.RuleWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The items that one call of {@code vmloom convert} makes.
 *
 * @param names of all sources
 * @param member of the source that is meant
 * @param appliance what the only source is
 * @param format that the user wants
 * @param requests with everything else that the user wants
 */
record ConvertedItems(
        String batchId,
        List<String> names,
        Optional<String> member,
        Optional<Appliance> appliance,
        String target,
        Optional<String> format,
        Requests requests) {
    /** Makes the request of one item. */
    interface Requests {
        ConversionRequest of(String id, String name, Sources sources, String target, String targetFormat);
    }

    /** What the user calls all sources together. */
    String name() {
        return String.join(" + ", names);
    }

    /** Of a package. */
    List<ConversionRequest> packed(RuleWords rules) {
        return PackedDisks.of(appliance, names, sources())
                .items(requests.of(id(0), name(), sources(), target, PackageItems.FORMAT), batchId, rules);
    }

    /** Of a machine, whose files stand together. */
    List<ConversionRequest> machine(MachineTarget to) {
        Appliance found = appliance.orElseThrow(() -> new RequestException("--config is for one machine, by its"
                + " configuration or package and without -f, -l and --member, and " + names.getFirst()
                + " is none; see vmloom inspect"));
        if (ApplianceTargets.isOneFile(target)) {
            throw new RequestException("'" + target + "' is one file, and a machine has several; give a directory");
        }
        ConversionRequest pattern = requests.of(
                batchId, found.machine().machine().name(), sources(), target, format.orElseGet(to::usualFormat));
        ManifestItem order = ManifestItem.machine(pattern, to);
        List<ConversionRequest> items = new ArrayList<>();
        MachineExpansion.of(order, to, found).forEach(item -> items.addAll(item.requests(batchId, items.size())));
        ApplianceTargets.create(target);
        return items;
    }

    /** Of disks alone: those of an appliance, or the one that all sources are. */
    List<ConversionRequest> disks() {
        return appliance
                .map(found -> disks(found, ApplianceTargets.of(found, target, format)))
                .orElseGet(() -> List.of(requests.of(
                        id(0), name(), sources(), target, format.orElseGet(() -> TargetNames.formatOf(target)))));
    }

    private List<ConversionRequest> disks(Appliance found, ApplianceTargets targets) {
        List<ConversionRequest> items = new ArrayList<>();
        targets.byDisk()
                .forEach((disk, place) -> items.add(requests.of(
                        id(items.size()),
                        found.name() + "(" + disk + ")",
                        Sources.member(CommandContext.location(names.getFirst()), disk),
                        place,
                        targets.format())));
        return items;
    }

    private Sources sources() {
        return new Sources(names.stream().map(CommandContext::location).toList(), member);
    }

    private String id(int number) {
        return batchId + "-" + number;
    }
}
