package io.vmloom.cli.engine;

import io.vmloom.appliance.CheckDepth;
import io.vmloom.coordinator.manifest.MachineExpansion;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.pipeline.ApplianceStep;
import io.vmloom.store.Stores;
import java.time.Duration;

/** Machines of manifests, looked at in a process's own stores. */
public final class Machines {
    /** Nobody waits but who can interrupt it. */
    private static final Duration PATIENCE = Duration.ofHours(4);

    private Machines() {}

    /** The same manifest with the items of its machines. */
    public static Manifest expanded(Manifest manifest, Stores stores) {
        ApplianceStep packages = new ApplianceStep(stores);
        return new MachineExpansion(place -> packages.run(place, CheckDepth.SMALL_FILES), PATIENCE).run(manifest);
    }
}
