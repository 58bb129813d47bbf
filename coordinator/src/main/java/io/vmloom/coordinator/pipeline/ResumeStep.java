package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.state.ItemHistory;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Upload;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Before a target is begun: whether an earlier coordinator began it, and whether that can be gone on with. */
final class ResumeStep {
    private static final Logger LOG = LoggerFactory.getLogger(ResumeStep.class);

    private final ItemContext item;
    private final ItemHistory history;

    ResumeStep(ItemContext item) {
        this.item = item;
        this.history = item.journal().history();
    }

    /**
     * What can be built on; nothing when the target has to be begun anew, and then nothing of it is left.
     *
     * @param members what the target is made from now
     * @throws StoreException {@code SOURCE_CHANGED} when parts of the target were made from another version
     */
    ItemHistory run(List<ObjectVersion> members, String fingerprint) {
        if (history.begun().isEmpty() || !(item.request().target() instanceof Location.InBucket target)) {
            return ItemHistory.NONE;
        }
        StateRecord.ItemBegun begun = history.begun().get();
        Optional<String> obstacle =
                obstacle(begun, members, fingerprint, item.stores().objects(target));
        if (obstacle.isEmpty()) {
            return history;
        }
        LOG.atInfo()
                .addKeyValue("item", item.request().id())
                .addKeyValue("reason", obstacle.get())
                .log("item starts over");
        if (!new Leftovers(item, target).removeWork()) {
            throw StoreException.unavailable(
                    target.toString(), "what was begun there earlier could not be removed", null);
        }
        item.retries().run(item.journal()::forget);
        return ItemHistory.NONE;
    }

    private Optional<String> obstacle(
            StateRecord.ItemBegun begun, List<ObjectVersion> members, String fingerprint, ObjectStore store) {
        if (!same(begun.members(), members)) {
            if (!history.accepted().isEmpty()) {
                throw StoreException.sourceChanged(
                        item.request().source().toString(),
                        "its ETag was " + begun.members().getFirst().etag() + " and is "
                                + members.getFirst().etag());
            }
            return Optional.of("the source changed");
        }
        if (!begun.planFingerprint().equals(fingerprint)) {
            return Optional.of("it would be planned in another way now");
        }
        return history.uploads().values().stream()
                .filter(upload -> !intact(upload, store))
                .findAny()
                .map(upload -> "upload " + upload.uploadId().orElse("") + " of " + upload.target() + " is gone");
    }

    private static boolean same(List<ObjectVersion> before, List<ObjectVersion> now) {
        return before.stream()
                .map(ResumeStep::version)
                .toList()
                .equals(now.stream().map(ResumeStep::version).toList());
    }

    private static List<Object> version(ObjectVersion version) {
        return List.of(version.location(), version.sizeBytes(), version.etag());
    }

    /** Whether what was uploaded is still there, as parts or as the object they became. */
    private boolean intact(StateRecord.UploadBegun begun, ObjectStore store) {
        return begun.upload()
                .map(upload -> alive(upload, store) || completed(begun, store))
                .orElse(true);
    }

    private boolean alive(Upload upload, ObjectStore store) {
        try {
            item.retries().call(() -> store.listParts(upload));
            return true;
        } catch (StoreException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private boolean completed(StateRecord.UploadBegun begun, ObjectStore store) {
        return item.retries()
                .call(() -> store.head(begun.target()))
                .filter(found -> item.request().id().equals(found.metadata().get(FragmentUpload.TOKEN)))
                .isPresent();
    }
}
