package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.ConversionException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.Upload;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what an item left in a bucket, whichever coordinator began it. Everything here may be repeated. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final ItemContext item;
    private final Location.InBucket target;
    private final ObjectStore store;

    Leftovers(ItemContext item, Location.InBucket target) {
        this.item = item;
        this.target = target;
        this.store = item.stores().objects(target);
    }

    /**
     * After an outcome. A cancelled item takes its target back too, even when it was complete already. After any other
     * failure a complete target stays: it may be all that is left of an image whose source is gone. Extents without
     * the file that makes a disk of them are no target.
     *
     * @return whether nothing is left
     */
    boolean removeAfter(ItemOutcome outcome) {
        boolean failed = outcome instanceof ItemOutcome.Failed;
        boolean stopped = outcome instanceof ItemOutcome.Failed failure && failure.stopped();
        return (!stopped || removed("target", this::target))
                & (!failed || removed("extents", this::extents))
                & removed("upload", this::uploads)
                & removed("staging", () -> staging(List.of()));
    }

    /** After a failure that is not the end. */
    boolean removeBeforeNextRun() {
        return removed("extents", this::extents) & removeWork();
    }

    /** Uploads and staging alone, but not what other items made for this one. */
    boolean removeWork() {
        return removed("upload", this::uploads)
                & removed("staging", () -> staging(item.request().making().parts()));
    }

    private void target() {
        item.journal().completing(FilePlan.TARGET).ifPresent(this::removeOurs);
    }

    private void extents() {
        List<StateRecord.Completing> others = item.journal().completing().stream()
                .filter(completing -> !completing.name().equals(FilePlan.TARGET))
                .toList();
        if (!others.isEmpty() && item.cleaning().call(() -> store.head(target)).isEmpty()) {
            others.forEach(this::removeOurs);
        }
    }

    private void removeOurs(StateRecord.Completing completing) {
        boolean ours = item.cleaning()
                .call(() -> store.head(completing.target()))
                .filter(found -> item.request().id().equals(found.metadata().get(FragmentUpload.TOKEN)))
                .isPresent();
        if (ours) {
            item.cleaning().run(() -> store.delete(completing.target()));
        }
    }

    private void uploads() {
        for (StateRecord.UploadBegun begun : item.journal().uploads()) {
            begun.upload().ifPresent(known -> item.cleaning().run(() -> store.abort(known)));
            if (begun.uploadId().isEmpty() || begun.strays()) {
                item.cleaning().call(() -> store.listUploads(begun.target())).stream()
                        .filter(found -> found.target().equals(begun.target()))
                        .filter(found -> !begun.foreign().contains(found.uploadId()))
                        .forEach(this::abort);
            }
        }
    }

    private void abort(Upload stray) {
        item.cleaning().run(() -> store.abort(stray));
    }

    private void staging(List<Location> kept) {
        Staging staging = new Staging(store, target, item.request().id());
        item.cleaning().run(() -> staging.clearAllBut(kept));
    }

    /** What can not be removed now is no reason to call a finished target failed. */
    private boolean removed(String what, Runnable removal) {
        try {
            removal.run();
            return true;
        } catch (ConversionException e) {
            LOG.atWarn()
                    .addKeyValue("item", item.request().id())
                    .addKeyValue("target", target)
                    .setCause(e)
                    .log("{} could not be removed; it is tried again later", what);
            return false;
        }
    }
}
