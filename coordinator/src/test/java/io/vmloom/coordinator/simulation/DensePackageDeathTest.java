package io.vmloom.coordinator.simulation;

import io.vmloom.store.StoreCapabilities;

/** The same in a store that refuses gaps between the numbers of parts. */
class DensePackageDeathTest extends PackageDeathTest {
    @Override
    StoreCapabilities store() {
        return Simulation.DENSE;
    }

    @Override
    int fates() {
        return 20;
    }
}
