package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.store.Location;
import io.vmloom.task.UnpackTarget;
import java.nio.file.Path;

/** What items make on this host. */
interface LocalFiles {
    /** Begins one file of a target. */
    TargetSession target(ConversionRequest request, Location.OnDisk place, ConversionPlan plan, FilePlan file);

    /**
     * Where a compressed file is expanded to, until it is removed.
     *
     * @param number tells those of one target apart
     */
    UnpackTarget unpacked(String name, Path target, int number);

    void removeUnpacked(String name);
}
