package io.vmloom.coordinator.job;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.PackageNames;
import io.vmloom.error.RequestException;
import io.vmloom.machine.RuleWords;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.StagingKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** The items that make a package: one for each of its disks, and behind them the one that puts all together. */
public final class PackageItems {
    /** What the package is called among formats, and how its name ends. */
    public static final String FORMAT = "ova";

    /** The one format of disks that all programs read which read packages. */
    public static final String DISK_FORMAT = MachineKinds.OVF.disks().format();

    private static final Map<String, String> DISK_OPTIONS =
            MachineKinds.OVF.disks().usualOptions();

    private PackageItems() {}

    /**
     * A disk that is to be put in.
     *
     * @param file as the machine's configuration names it, if there is one
     * @param name as people call it
     */
    public record Disk(String file, String name, Sources source) {}

    /**
     * The disks of one machine.
     *
     * @param source the package or configuration
     * @throws io.vmloom.error.ConversionException when there is not exactly one machine, or a disk of it is missing
     */
    public static List<Disk> disks(String name, Appliance appliance, Location source) {
        appliance.requireDisks();
        appliance.machine();
        return appliance.disks().stream()
                .map(disk -> new Disk(disk.file(), name + "(" + disk.file() + ")", Sources.member(source, disk.file())))
                .toList();
    }

    /** Options of a disk with what every disk of a package needs. */
    public static Map<String, String> diskOptions(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(DISK_OPTIONS);
        return all;
    }

    /** Whether a package is to be made. */
    public static boolean areWanted(String target, Optional<String> format) {
        return format.map(FORMAT::equals)
                .orElseGet(() -> target.toLowerCase(Locale.ROOT).endsWith("." + FORMAT));
    }

    /**
     * @param whole the package, with all that is wanted of its disks too; its own id does not matter
     * @param ids of items, by their numbers from 0
     * @param configuration what tells of the machine
     */
    public static List<ConversionRequest> of(
            ConversionRequest whole,
            IntFunction<String> ids,
            Optional<Location> configuration,
            RuleWords rules,
            List<Disk> disks) {
        requireMakeable(whole);
        String id = ids.apply(disks.size());
        List<ConversionRequest> items = new ArrayList<>();
        List<MachineDisk> made = new ArrayList<>();
        for (Disk disk : disks) {
            int number = items.size();
            String reference = PackageNames.disk(whole.target().name(), number + 1);
            Location place = place(whole.target(), id, reference);
            items.add(disk(whole, ids.apply(number), disk, place));
            String file = configuration.isPresent() ? disk.file() : reference;
            made.add(new MachineDisk(file, reference, ids.apply(number), place, DISK_FORMAT));
        }
        items.add(whole(whole, id, new MachineOrder(configuration, rules, made)));
        return items;
    }

    private static void requireMakeable(ConversionRequest whole) {
        if (whole.targetKey().isPresent()) {
            throw new RequestException(whole.target() + ": no program opens an encrypted disk of a package; leave the"
                    + " key of the target out");
        }
        DISK_OPTIONS.forEach((option, needed) -> {
            if (whole.options().containsKey(option)) {
                throw new RequestException(
                        whole.target() + ": disks of a package are " + needed + "; leave " + option + " out");
            }
        });
    }

    /** Where a disk waits until the package is complete. */
    private static Location place(Location target, String item, String name) {
        return switch (target) {
            case Location.InBucket object -> StagingKeys.of(object, item, name);
            case Location.OnDisk file -> file.sibling("." + file.name() + "." + name);
        };
    }

    /** What an earlier attempt left is not looked at. */
    private static ConversionRequest disk(ConversionRequest whole, String id, Disk disk, Location place) {
        return new ConversionRequest(
                id,
                disk.name(),
                disk.source(),
                whole.sourceFormat(),
                whole.snapshot(),
                whole.trust(),
                place,
                DISK_FORMAT,
                diskOptions(whole.options()),
                Optional.empty(),
                whole.verify(),
                OverwritePolicy.REPLACE,
                ObjectProperties.NONE);
    }

    private static ConversionRequest whole(ConversionRequest whole, String id, MachineOrder order) {
        return new ConversionRequest(
                id,
                whole.name(),
                whole.source(),
                whole.sourceFormat(),
                whole.snapshot(),
                whole.trust(),
                whole.target(),
                FORMAT,
                Map.of(),
                Optional.empty(),
                whole.verify(),
                whole.overwrite(),
                whole.properties(),
                new Making.Appliance(order));
    }
}
