package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.task.Piece;
import io.vmloom.task.UnpackTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** What items make on this host. */
interface LocalFiles {
    /** Begins one file of a target. */
    TargetSession target(ConversionRequest request, Location.OnDisk place, ConversionPlan plan, FilePlan file);

    /** Makes a file of these bytes, which is there as a whole or not at all. */
    void whole(ConversionRequest request, Location.OnDisk place, Content content);

    /**
     * Makes a file that is put together of these pieces, the staged ones of files of this host.
     *
     * @param progress hears how many more bytes are there; what it throws ends the making
     */
    ComposedTarget composed(
            ConversionRequest request, Location.OnDisk place, List<Piece> pieces, LongConsumer progress);

    /** Removes a file that nobody needs any more. */
    void remove(Location.OnDisk file);

    /**
     * Where a compressed file is expanded to, until it is removed.
     *
     * @param number tells those of one target apart
     */
    UnpackTarget unpacked(String name, Path target, int number);

    void removeUnpacked(String name);
}
