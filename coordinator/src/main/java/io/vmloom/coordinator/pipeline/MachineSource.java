package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.Descriptors;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.machine.Bus;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Drive;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Slot;
import io.vmloom.machine.kind.MachineKind;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.unit.ByteSize;
import java.util.List;

/**
 * What tells of a machine that is to be made.
 *
 * @param kind of the configuration; empty when there is none
 * @param sizeBytes of it
 * @param version what it was read from, unless there is none
 */
record MachineSource(String kind, long sizeBytes, Reading reading, List<ObjectVersion> version) {
    private static final long USUAL_MEMORY_BYTES = 2 * ByteSize.GIB;
    private static final int DISKS_OF_A_CONTROLLER = 6;

    /** Throws a {@link io.vmloom.error.ConversionException}; a configuration inside an archive is found there. */
    static MachineSource read(ItemContext item, MachineOrder order) {
        return order.configuration()
                .map(location -> item.retries().call(() -> read(item, location)))
                .orElseGet(() -> bare(item.request(), order));
    }

    private static MachineSource read(ItemContext item, Location location) {
        ObjectVersion version = item.stores().pin(InspectStep.entry(location));
        try (ByteSource bytes = item.stores().open(version)) {
            ConfigFile file = ConfigFile.of(Descriptors.of(bytes));
            MachineKind kind = MachineKinds.detect(file);
            return new MachineSource(
                    kind.name(),
                    file.bytes().length,
                    kind.reader().orElseThrow().read(file),
                    List.of(version));
        }
    }

    /** A machine of which nothing is known but its disks. */
    private static MachineSource bare(ConversionRequest request, MachineOrder order) {
        MachineBuilder machine = new MachineBuilder()
                .name(request.target().name().replaceFirst("(?<=.)\\.[^.]*$", ""))
                .memoryBytes(USUAL_MEMORY_BYTES);
        for (int i = 0; i < order.disks().size(); i++) {
            Slot slot = new Slot(Bus.SATA, i / DISKS_OF_A_CONTROLLER, i % DISKS_OF_A_CONTROLLER);
            machine.drive(
                    Drive.Disk.of(slot, new Medium.Image(order.disks().get(i).file(), "")));
        }
        Notebook notes = new Notebook();
        notes.changed(
                Setting.of("machine", "not described"),
                "one processor, " + ByteSize.format(USUAL_MEMORY_BYTES) + " of memory, BIOS, disks on SATA",
                "nothing tells of it but its disks");
        return new MachineSource("", 0, new Reading(machine.build(), notes.notes()), List.of());
    }
}
