package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.state.ItemJournal;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import java.util.Optional;

/**
 * What the steps of one item share.
 *
 * @param whole what the item's target is to be put into
 * @param journal what is made durable of the target's construction
 * @param retries for calls to the stores and the log
 * @param cleaning the same for what happens at the item's end; goes on when the item is cancelled
 */
record ItemContext(
        ConversionRequest request,
        Optional<ConversionRequest> whole,
        Stores stores,
        ItemTasks tasks,
        ItemJournal journal,
        Retries retries,
        Retries cleaning) {
    /** What stands at a place; a bucket that is missing is an error already now, before any work is done. */
    Optional<ObjectVersion> existing(Location location) {
        return switch (location) {
            case Location.InBucket object ->
                retries.call(() -> stores.objects(object).head(object));
            case Location.OnDisk file -> onDisk(file);
        };
    }

    private Optional<ObjectVersion> onDisk(Location.OnDisk file) {
        try {
            return Optional.of(retries.call(() -> stores.pin(file)));
        } catch (StoreException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether what stands at the target stays. */
    boolean keepsExisting() {
        return request.overwrite() == OverwritePolicy.KEEP;
    }
}
