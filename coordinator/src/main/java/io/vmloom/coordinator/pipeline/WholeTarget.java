package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.digest.Sha256;
import io.vmloom.error.StoreException;
import io.vmloom.error.TargetException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A target that is small enough to be written by the coordinator itself, at once. It is journalled as every other target is, so
 * that one that was complete before its coordinator died is recognised, and one of a cancelled item is removed.
 */
record WholeTarget(ItemContext item, LocalFiles files) {
    private static final int ONLY_PART = 1;

    /**
     * @param members what the bytes were made from
     * @throws TargetException {@code TARGET_EXISTS} when something else is there that is to be kept
     */
    Written write(byte[] bytes, List<ObjectVersion> members) {
        return switch (item.request().target()) {
            case Location.OnDisk file -> onDisk(file, bytes);
            case Location.InBucket object -> inBucket(object, bytes, members);
        };
    }

    private Written onDisk(Location.OnDisk file, byte[] bytes) {
        if (item.keepsExisting()) {
            Optional<ObjectVersion> existing = item.existing(file);
            if (existing.isPresent()) {
                requireEqual(existing.get(), bytes);
                return Written.EQUAL_WAS_THERE;
            }
        }
        files.whole(item.request(), file, Content.of(bytes));
        return Written.WRITTEN;
    }

    private Written inBucket(Location.InBucket target, byte[] bytes, List<ObjectVersion> members) {
        ObjectStore store = item.stores().objects(target);
        String hash = HexFormat.of().formatHex(Sha256.start().digest(bytes));
        Optional<ObjectVersion> existing = item.existing(target);
        boolean ours = existing.filter(this::isOurs).isPresent();
        if (item.keepsExisting() && existing.isPresent() && !ours) {
            requireEqual(existing.get(), bytes);
            return Written.EQUAL_WAS_THERE;
        }
        FragmentUpload upload = new FragmentUpload(
                item,
                store,
                FilePlan.TARGET,
                target,
                Map.of(Recipe.KEY, hash),
                item.keepsExisting() && !ours ? Precondition.ABSENT : Precondition.NONE,
                item.request().properties());
        if (ours && upload.completed(hash).isPresent()) {
            return Written.WRITTEN;
        }
        startOver(target);
        int generation = item.tasks().nextGeneration();
        StateRecord.ItemBegun begun = new StateRecord.ItemBegun(item.request().id(), generation, members, hash);
        item.retries().run(() -> item.journal().begin(begun));
        item.retries().run(() -> complete(upload, bytes, hash));
        return Written.WRITTEN;
    }

    private void complete(FragmentUpload upload, byte[] bytes, String hash) {
        PartReceipt part = upload.store().uploadPart(upload.get(), ONLY_PART, Content.of(bytes));
        if (upload.completing(hash).or(() -> upload.complete(List.of(part))).isEmpty()) {
            throw StoreException.unavailable(
                    upload.key().toString(), "it could not be completed of what was uploaded", null);
        }
    }

    /** It costs less than to find out how far an earlier coordinator came. */
    private void startOver(Location.InBucket target) {
        if (!item.journal().begun()) {
            return;
        }
        if (!new Leftovers(item, target).removeWork()) {
            throw StoreException.unavailable(
                    target.toString(), "what was begun there earlier could not be removed", null);
        }
        item.retries().run(item.journal()::forget);
    }

    /** Whether this very item made it, before its coordinator died. */
    private boolean isOurs(ObjectVersion found) {
        return item.request().id().equals(found.metadata().get(FragmentUpload.TOKEN));
    }

    private void requireEqual(ObjectVersion existing, byte[] bytes) {
        ConversionRequest request = item.request();
        boolean equal = existing.sizeBytes() == bytes.length
                && Arrays.equals(bytes, item.retries().call(() -> read(existing, bytes.length)));
        if (!equal) {
            throw TargetException.exists(
                    request.target().toString(),
                    "its text is another one; give another target, or overwrite it (--overwrite)");
        }
    }

    private byte[] read(ObjectVersion existing, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        try (ByteSource source = item.stores().open(existing)) {
            source.read(0, ByteBuffer.wrap(bytes));
        }
        return bytes;
    }
}
