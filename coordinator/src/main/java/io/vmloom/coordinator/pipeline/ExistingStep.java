package io.vmloom.coordinator.pipeline;

import io.vmloom.codec.Wrapper;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.digest.GuestDigest;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.error.TargetException;
import io.vmloom.layout.Layout;
import io.vmloom.object.LocalTarget;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Before anything is written: whether a target stands there already, and is what would be made. */
final class ExistingStep {
    private static final String ADVICE = "give another target, or overwrite it (--overwrite)";

    private final ItemContext item;
    private final TargetReader reader;

    ExistingStep(ItemContext item, TargetReader reader) {
        this.item = item;
        this.reader = reader;
    }

    /**
     * The outcome when an equal target is there; empty when the way is free.
     *
     * @throws TargetException {@code TARGET_EXISTS} when something else is there
     */
    Optional<ItemOutcome> run(InspectedSource source, ConversionPlan plan, LongConsumer progress) {
        ConversionRequest request = item.request();
        if (request.overwrite() != OverwritePolicy.KEEP) {
            return Optional.empty();
        }
        Optional<ObjectVersion> existing = item.existing(request.target());
        List<ObjectVersion> extents = plan.extents().stream()
                .flatMap(file -> item.existing(file.location()).stream())
                .toList();
        if (existing.isEmpty()) {
            extents.forEach(extent -> requireOrphan(extent, source, plan));
            return Optional.empty();
        }
        if (extents.size() < plan.extents().size()) {
            throw TargetException.exists(
                    request.target().toString(),
                    "of the " + plan.extents().size() + " files that it would have beside it there are "
                            + extents.size() + "; " + ADVICE);
        }
        SealedTarget found = SealedTarget.of(existing.get(), extents);
        if (source.image().keyIsProven()
                && Stream.concat(existing.stream(), extents.stream())
                        .allMatch(file -> Recipe.matches(file, request, source.origins()))) {
            requireOpened(found.main());
            return Optional.of(skipped(source, found, Optional.empty()));
        }
        return Optional.of(skipped(source, found, Optional.of(sameContent(source, plan, found, progress))));
    }

    /** The recipe does not tell by which key the target is opened. */
    private void requireOpened(ObjectVersion found) {
        if (item.request().targetKey().isEmpty()) {
            return;
        }
        try {
            reader.open(found).close();
        } catch (ImageException e) {
            throw exists(e);
        }
    }

    /**
     * The outcome when the target was made from this compressed file alone, which need not be unpacked then.
     *
     * @param wrapper empty for what is only cut into pieces
     */
    Optional<ItemOutcome> madeFrom(ObjectVersion packed, Optional<Wrapper> wrapper) {
        ConversionRequest request = item.request();
        if (request.overwrite() != OverwritePolicy.KEEP
                || request.trust().hasKeys()) { // whether the key is proven is known by the image inside
            return Optional.empty();
        }
        return item.existing(request.target())
                .filter(found -> Recipe.matches(found, request, List.of(packed)))
                .flatMap(found -> skipped(packed, wrapper, found));
    }

    /** Empty when the target would have to be unpacked itself to say how large its disk is. */
    private Optional<ItemOutcome> skipped(ObjectVersion packed, Optional<Wrapper> wrapper, ObjectVersion found) {
        try (InspectedSource target = reader.open(found)) {
            return Optional.of(new ItemOutcome.Skipped(
                    wrapper.map(Wrapper::formatName).orElse("pieces"),
                    packed.sizeBytes(),
                    target.image().virtualBytes(),
                    found.sizeBytes(),
                    List.of(),
                    Optional.empty()));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /**
     * An extent without the file that makes a disk of it: what the same conversion left when it was killed is made again,
     * of the same bytes. In a bucket it is replaced at the moment the new one is complete: whoever removed it here could
     * have been standing still since it was looked at, and remove what another coordinator made meanwhile.
     */
    private void requireOrphan(ObjectVersion extent, InspectedSource source, ConversionPlan plan) {
        boolean orphan = switch (extent.location()) {
            case Location.InBucket _ -> Recipe.matches(extent, item.request(), source.origins());
            case Location.OnDisk(Path path) ->
                plan.main().location() instanceof Location.OnDisk(Path main)
                        && LocalTarget.removeOrphan(path, main, whole(plan.main()));
        };
        if (!orphan) {
            throw TargetException.exists(
                    extent.location().toString(),
                    "it would be a file of " + item.request().target() + "; " + ADVICE);
        }
    }

    /** A file that holds no range, and has no front therefore. */
    private Content whole(FilePlan main) {
        FileFragments none = new FileFragments(new FragmentLedger(item.stores()), main);
        return new TargetEnds(none, none.groups()).tail(new Layout(0, List.of(), 0));
    }

    private GuestDigest sameContent(
            InspectedSource source, ConversionPlan plan, SealedTarget found, LongConsumer progress) {
        ConversionRequest request = item.request();
        String name = request.target().toString();
        try (InspectedSource target = reader.open(found, plan.design())) {
            if (target.image().virtualBytes() != plan.design().virtualBytes()) {
                throw TargetException.exists(
                        name,
                        "its disk has " + target.image().virtualBytes() + " bytes where "
                                + plan.design().virtualBytes() + " would be written; " + ADVICE);
            }
            if (target.image().ciphers().isEmpty() != plan.design().cipher().isEmpty()) {
                throw TargetException.exists(
                        name,
                        (target.image().ciphers().isEmpty() ? "it is not encrypted; " : "it is encrypted; ") + ADVICE);
            }
            GuestDigest sourceDigest =
                    DigestStep.run(item.tasks(), source, request.trust().onDamage(), progress);
            GuestDigest targetDigest = DigestStep.run(item.tasks(), target, progress);
            if (!sourceDigest.sameContent(targetDigest)) {
                throw TargetException.exists(name, "its guest content is another one; " + ADVICE);
            }
            return sourceDigest;
        } catch (ImageException e) {
            throw exists(e);
        }
    }

    private TargetException exists(ImageException cause) {
        ConversionRequest request = item.request();
        String reason = cause.code() == ErrorCode.IMAGE_LOCKED
                ? "it is encrypted, and no key that was given opens it"
                : "it is not a readable " + request.targetFormat();
        return TargetException.exists(request.target().toString(), reason + "; " + ADVICE);
    }

    private static ItemOutcome skipped(InspectedSource source, SealedTarget found, Optional<GuestDigest> digest) {
        return new ItemOutcome.Skipped(
                source.image().format(),
                source.sourceBytes(),
                source.image().virtualBytes(),
                found.sizeBytes(),
                found.extentNames(),
                digest);
    }
}
