package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.TargetException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.task.Piece;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts a package into its place: inside the store, without its disks going anywhere, or on this host. */
record PackageTarget(ItemContext item, LocalFiles files, Cancellation cancellation, Progress progress) {
    /**
     * @param members what the package is made from
     * @throws TargetException {@code TARGET_EXISTS} when something else is there that is to be kept
     */
    Written write(PackagePlan plan, List<ObjectVersion> members) {
        return switch (item.request().target()) {
            case Location.OnDisk file -> onDisk(file, plan);
            case Location.InBucket object -> inBucket(object, plan, members);
        };
    }

    private Written onDisk(Location.OnDisk file, PackagePlan plan) {
        if (isThere(item.existing(file), plan)) {
            return Written.EQUAL_WAS_THERE;
        }
        progress.enter(ItemStage.STITCHING, plan.sizeBytes());
        List<Piece> pieces = plan.pieces(
                content -> content.chunks().stream().map(PackageTarget::inline).toList());
        try (ComposedTarget target = files.composed(item.request(), file, pieces, this::moved)) {
            progress.enter(ItemStage.VERIFYING, plan.sizeBytes());
            new PackageReview(item, plan).verify(target.sealed(), progress::add);
            target.publish();
        }
        return Written.WRITTEN;
    }

    private void moved(long bytes) {
        cancellation.check("the conversion");
        progress.add(bytes);
    }

    private static Piece inline(Content.Chunk chunk) {
        return switch (chunk) {
            case Content.Chunk.Bytes(var buffer) -> new Piece.Inline(buffer);
            case Content.Chunk.Zeros(long lengthBytes) -> new Piece.Zeros(lengthBytes);
        };
    }

    private Written inBucket(Location.InBucket target, PackagePlan plan, List<ObjectVersion> members) {
        ObjectStore store = item.stores().objects(target);
        String hash = plan.hash();
        if (new ResumeStep(item).run(members, hash).begun().isEmpty()) {
            if (isThere(item.existing(target), plan)) {
                return Written.EQUAL_WAS_THERE;
            }
            StateRecord.ItemBegun begun =
                    new StateRecord.ItemBegun(item.request().id(), item.tasks().nextGeneration(), members, hash);
            item.retries().run(() -> item.journal().begin(begun));
        }
        FragmentUpload upload = new FragmentUpload(
                item,
                store,
                FilePlan.TARGET,
                target,
                metadata(plan, hash),
                item.keepsExisting() ? Precondition.ABSENT : Precondition.NONE,
                item.request().properties());
        progress.enter(ItemStage.STITCHING, plan.sizeBytes());
        ObjectVersion archive = new PieceAssembler(item, upload, progress::add).assemble(pieces(plan, upload, target));
        progress.enter(ItemStage.VERIFYING, plan.sizeBytes());
        try {
            new PackageReview(item, plan).verify(archive, progress::add);
        } catch (TargetException e) {
            item.cleaning().run(() -> store.delete(target));
            throw e;
        }
        return Written.WRITTEN;
    }

    private static Map<String, String> metadata(PackagePlan plan, String hash) {
        Map<String, String> metadata = new HashMap<>(PackedBefore.metadata(plan.disks()));
        metadata.put(Recipe.KEY, hash);
        return metadata;
    }

    private List<Piece> pieces(PackagePlan plan, FragmentUpload upload, Location.InBucket target) {
        Staging staging = new Staging(upload.store(), target, item.request().id());
        AtomicInteger number = new AtomicInteger();
        return plan.pieces(
                content -> Composition.tables(content, item, upload, staging, "package-" + number.getAndIncrement()));
    }

    private boolean isThere(Optional<ObjectVersion> existing, PackagePlan plan) {
        if (existing.isEmpty() || !item.keepsExisting()) {
            return false;
        }
        if (!new PackageReview(item, plan).isEqual(existing.get(), progress::add)) {
            throw TargetException.exists(
                    item.request().target().toString(),
                    "it is another package; give another target, or overwrite it (--overwrite)");
        }
        return true;
    }
}
