package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.CheckDepth;
import io.vmloom.appliance.PackageReader;
import io.vmloom.archive.TarArchive;
import io.vmloom.machine.ConfigFile;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Location;
import io.vmloom.store.Stores;
import java.util.Optional;

/** Reads packages: an OVA, or a descriptor with its files beside it. */
public final class ApplianceStep {
    private final Stores stores;

    public ApplianceStep(Stores stores) {
        this.stores = stores;
    }

    /** Empty for whatever is no package, by its content; throws a {@link io.vmloom.error.ConversionException}. */
    public Optional<Appliance> run(Location location, CheckDepth depth) {
        Location entry = InspectStep.entry(location);
        try (ByteSource source = stores.open(stores.pin(entry))) {
            if (TarArchive.matches(source)) {
                return Optional.of(new PackageReader(depth).read(TarArchive.read(source)));
            }
            if (!isDescriptor(source)) {
                return Optional.empty();
            }
            try (BesideContents contents = new BesideContents(stores, entry)) {
                return Optional.of(new PackageReader(depth).read(contents, entry.name()));
            }
        }
    }

    /** Whether it tells of disks beside it. */
    static boolean isDescriptor(ByteSource source) {
        return source.sizeBytes() <= ConfigFile.MAX_BYTES && PackageReader.recognises(ConfigFile.of(source));
    }
}
