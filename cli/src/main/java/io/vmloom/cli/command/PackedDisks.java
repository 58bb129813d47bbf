package io.vmloom.cli.command;

import io.vmloom.appliance.Appliance;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.machine.RuleWords;
import io.vmloom.store.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be put into a package: the machine of another one with all its disks, or images, each of which is a disk.
 *
 * @param configuration what tells of the machine
 */
record PackedDisks(Optional<Location> configuration, List<PackageItems.Disk> disks) {
    /**
     * @param appliance that the only source is
     * @param names of all sources
     */
    static PackedDisks of(Optional<Appliance> appliance, List<String> names, Sources sources) {
        return appliance
                .map(found -> of(found, sources.all().getFirst()))
                .orElseGet(() -> new PackedDisks(Optional.empty(), images(names, sources)));
    }

    private static PackedDisks of(Appliance appliance, Location source) {
        return new PackedDisks(Optional.of(source), PackageItems.disks(appliance.name(), appliance, source));
    }

    private static List<PackageItems.Disk> images(List<String> names, Sources sources) {
        List<PackageItems.Disk> disks = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            disks.add(new PackageItems.Disk(
                    names.get(i),
                    names.get(i),
                    new Sources(List.of(sources.all().get(i)), sources.member())));
        }
        return disks;
    }

    /** @param whole the package */
    List<ConversionRequest> items(ConversionRequest whole, String batchId, RuleWords rules) {
        whole.source().requireOneFor(whole.snapshot());
        return PackageItems.of(whole, number -> batchId + "-" + number, configuration, rules, disks);
    }
}
