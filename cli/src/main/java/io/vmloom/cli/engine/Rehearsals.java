package io.vmloom.cli.engine;

import io.vmloom.coordinator.app.OverlayStage;
import io.vmloom.coordinator.estimate.DryRun;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.store.Stores;
import io.vmloom.worker.convert.TaskRehearsal;

/** Puts dry runs together. */
public final class Rehearsals {
    private Rehearsals() {}

    /** @param stores only read, and not closed here */
    public static DryRun over(Stores stores, KeyAccess keys, int concurrentItems) {
        return new DryRun(
                OverlayStage.over(
                        stores, (over, reads, compressedTo) -> new TaskRehearsal(over, reads, compressedTo)::run),
                keys,
                concurrentItems);
    }
}
