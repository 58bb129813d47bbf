package io.vmloom.coordinator.pipeline;

import io.vmloom.digest.GuestDigest;
import io.vmloom.error.TargetException;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Step 5: open the sealed target as a stranger would, and read it again as far as asked. */
final class VerifyStep {
    private final ItemContext item;
    private final TargetReader reader;

    VerifyStep(ItemContext item, TargetReader reader) {
        this.item = item;
        this.reader = reader;
    }

    /** Throws {@link TargetException} or {@link io.vmloom.error.ImageException} when the target is not what it should be. */
    void run(ConversionPlan plan, SealedTarget sealed, Optional<GuestDigest> expected, LongConsumer progress) {
        switch (item.request().verify()) {
            case NONE -> {}
            case DIGEST ->
                plan.design()
                        .wrapper()
                        .ifPresentOrElse(
                                wrapper -> reader.requireWrapped(sealed.main(), wrapper),
                                () -> open(plan, sealed).close());
            case FULL -> {
                try (InspectedSource target = open(plan, sealed)) {
                    GuestDigest actual = DigestStep.run(item.tasks(), target, progress);
                    GuestDigest wanted = expected.orElseThrow();
                    if (!actual.sameContent(wanted)) {
                        throw TargetException.digestMismatch(name(), wanted.toString(), actual.toString());
                    }
                }
            }
        }
    }

    private InspectedSource open(ConversionPlan plan, SealedTarget sealed) {
        InspectedSource target = reader.open(sealed, plan.design());
        long found = target.image().virtualBytes();
        long wanted = plan.design().virtualBytes();
        if (found != wanted) {
            target.close();
            throw TargetException.digestMismatch(name(), wanted + " bytes", found + " bytes");
        }
        return target;
    }

    private String name() {
        return item.request().target().toString();
    }
}
