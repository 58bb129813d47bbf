package io.vmloom.coordinator.manifest;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.PackagedDisk;
import io.vmloom.archive.MemberNames;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.DigestedFile;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OrderedDisks;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.error.RequestException;
import io.vmloom.machine.Reading;
import io.vmloom.machine.kind.Translation;
import io.vmloom.store.Location;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The items that make one machine: one for each of its disks, one for its configuration behind them, and behind that one for the
 * digests of a package.
 */
final class MachineItems {
    private static final String DIGESTS = "mf";

    private final ManifestItem order;
    private final MachineTarget target;
    private final Appliance appliance;
    private final Set<String> taken = new HashSet<>();

    private MachineItems(ManifestItem order, MachineTarget target, Appliance appliance) {
        this.order = order;
        this.target = target;
        this.appliance = appliance;
    }

    /**
     * In the order of the package.
     *
     * @param first number that the first of them has in its batch
     * @throws io.vmloom.error.ConversionException for a machine that can not be made
     */
    static List<ManifestItem> of(ManifestItem order, MachineTarget target, Appliance appliance, int first) {
        return new MachineItems(order, target, appliance).all(first);
    }

    private List<ManifestItem> all(int first) {
        appliance.requireDisks();
        Reading machine = appliance.machine();
        String name = machine.machine().name();
        List<ManifestItem> items = new ArrayList<>();
        List<MachineDisk> disks = new ArrayList<>();
        String wanted = plain(target.configFile(name));
        for (PackagedDisk disk : appliance.disks()) {
            String file = free(target.diskFile(name, disk.stem() + ".disk", order.targetFormat(), items.size()));
            Location place = order.target().child(file);
            disks.add(new MachineDisk(
                    disk.file(),
                    target.reference(name, place, file, order.targetFormat(), items.size()),
                    Integer.toString(first + items.size()),
                    place,
                    order.targetFormat()));
            items.add(disk(disk, file, place));
        }
        String config = free(wanted);
        items.add(config(config, disks));
        if (target.isPackage()) {
            items.add(digests(config, Integer.toString(first + disks.size()), disks));
        }
        // What the configuration can not say of such disks is known before they are converted.
        Translation.of(machine, target.rules().with(new OrderedDisks(order.name(), disks)), target.writer());
        return items;
    }

    /** Disks of equal names in different folders are numbered, in the order of the package. */
    private String free(String template) {
        String name = plain(template);
        int dot = name.lastIndexOf('.');
        int end = dot > name.lastIndexOf('/') + 1 ? dot : name.length();
        String free = name;
        for (int number = 2; !taken.add(free); number++) {
            free = name.substring(0, end) + "-" + number + name.substring(end);
        }
        return free;
    }

    private String plain(String name) {
        if (!MemberNames.isPlain(name)) {
            throw new RequestException("'" + name.replaceAll("\\p{Cntrl}", "?") + "' is no name of a file under "
                    + order.target() + "; change the template");
        }
        return name;
    }

    private ManifestItem disk(PackagedDisk disk, String file, Location place) {
        return new ManifestItem(
                order.name() + "/" + file,
                Sources.member(source(), disk.file()),
                order.sourceFormat(),
                "",
                order.trust(),
                place,
                order.targetFormat(),
                target.usual().options(order.targetFormat(), order.options()),
                order.targetKey(),
                order.verify(),
                order.overwrite(),
                order.properties(),
                ItemKind.DISK);
    }

    private ManifestItem config(String file, List<MachineDisk> disks) {
        return beside(
                file, target.kind(), new Making.Config(new MachineOrder(Optional.of(source()), target.rules(), disks)));
    }

    private ManifestItem digests(String config, String item, List<MachineDisk> disks) {
        DigestedFile descriptor = new DigestedFile(
                config.substring(config.lastIndexOf('/') + 1),
                item,
                order.target().child(config));
        return beside(
                free(config.replaceFirst("(?<=.)\\.[^./]*$", "") + "." + DIGESTS),
                DIGESTS,
                new Making.Digests(
                        descriptor,
                        disks.stream()
                                .map(disk -> new DigestedFile(disk.reference(), disk.item(), disk.target()))
                                .toList()));
    }

    /** What is made of the disks' items. */
    private ManifestItem beside(String file, String kind, Making making) {
        return new ManifestItem(
                order.name() + "/" + file,
                order.source(),
                ConversionRequest.AUTO,
                "",
                Trust.DEFAULT,
                order.target().child(file),
                kind,
                Map.of(),
                Optional.empty(),
                order.verify(),
                order.overwrite(),
                order.properties().withoutContentType(),
                new ItemKind.One(making));
    }

    private Location source() {
        return order.source().all().getFirst();
    }
}
