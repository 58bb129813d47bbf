package io.vmloom.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where disks are to be attached, whatever the source says.
 *
 * @param model of the controllers; empty for the hypervisor's own choice
 */
public record DiskBus(Bus bus, Optional<Controller.Model> model) {
    private static final int RESERVED_SCSI_UNIT = 7;

    private static final Map<String, DiskBus> BY_WORD = Stream.of(
                    Map.entry("virtio", new DiskBus(Bus.VIRTIO, Optional.empty())),
                    Map.entry("virtio-scsi", new DiskBus(Bus.SCSI, Optional.of(Controller.Model.VIRTIO_SCSI))),
                    Map.entry("lsilogic", new DiskBus(Bus.SCSI, Optional.of(Controller.Model.LSILOGIC))),
                    Map.entry("lsisas1068", new DiskBus(Bus.SCSI, Optional.of(Controller.Model.LSISAS1068))),
                    Map.entry("pvscsi", new DiskBus(Bus.SCSI, Optional.of(Controller.Model.PVSCSI))),
                    Map.entry("sata", new DiskBus(Bus.SATA, Optional.empty())),
                    Map.entry("ide", new DiskBus(Bus.IDE, Optional.empty())),
                    Map.entry("nvme", new DiskBus(Bus.NVME, Optional.empty())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, two) -> one, LinkedHashMap::new));

    public DiskBus {
        Machine.require(bus != Bus.FLOPPY && bus != Bus.USB, "disks must not be moved to the bus " + bus);
        Machine.require(
                model.isEmpty() || model.orElseThrow().bus() == bus,
                "a controller's model must be one of its bus, got: " + model + " on " + bus);
    }

    /** What it is called in rules; empty for any other word. */
    static Optional<DiskBus> named(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    static Set<String> words() {
        return BY_WORD.keySet();
    }

    /** The slot after this many others, all of which every hypervisor has. */
    Slot slot(int number) {
        return switch (bus) {
            case IDE -> new Slot(bus, number / 4, number % 4);
            case SATA -> new Slot(bus, number / 6, number % 6);
            case SCSI -> {
                int unit = number % 15;
                yield new Slot(bus, number / 15, unit < RESERVED_SCSI_UNIT ? unit : unit + 1);
            }
            case NVME -> new Slot(bus, number / 15, number % 15);
            case VIRTIO -> new Slot(bus, 0, number);
            case USB, FLOPPY -> throw new IllegalStateException("no disks on " + bus);
        };
    }
}
