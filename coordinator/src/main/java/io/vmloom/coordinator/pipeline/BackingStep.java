package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.TargetException;
import io.vmloom.extent.LayerImage;
import io.vmloom.extent.Parent;
import java.util.List;
import java.util.function.LongConsumer;

/** Before a layer is written: whether the disk that will show through is the one that the source lies over. */
record BackingStep(ItemContext item, TargetReader targets) {
    private static final String ADVICE =
            "name the image that the source's own backing file was converted to, or convert that one first";

    /** Throws {@link TargetException} {@code LAYER_MISMATCH}. Without verification nothing is opened, as by qemu-img. */
    void run(ConversionPlan plan, LongConsumer progress) {
        plan.layer()
                .ifPresent(layer -> require(plan, layer, plan.design().backing().orElseThrow(), progress));
    }

    private void require(ConversionPlan plan, LayerImage layer, Parent.Named name, LongConsumer progress) {
        BackingFile backing = targets.backing(name);
        DistinctPlaces.require(backing.place(), item.request().target());
        if (item.request().verify() == VerifyLevel.NONE) {
            return;
        }
        InspectedSource own = plan.source().below(layer);
        try (InspectedSource named = item.retries().call(backing::open)) {
            if (named.image().virtualBytes() != own.image().virtualBytes()) {
                throw mismatch(
                        backing,
                        "its disk has " + named.image().virtualBytes() + " bytes and that below the source has "
                                + own.image().virtualBytes());
            }
            if (!sameFiles(named, own)
                    && !DigestStep.run(item.tasks(), named, progress)
                            .sameContent(DigestStep.run(item.tasks(), own, progress))) {
                throw mismatch(backing, "its disk is not the one below the source");
            }
        }
    }

    private static boolean sameFiles(InspectedSource one, InspectedSource other) {
        return places(one).equals(places(other));
    }

    /** Metadata of objects does not count. */
    private static List<List<String>> places(InspectedSource source) {
        return source.members().stream()
                .map(member -> List.of(member.location().toString(), member.etag()))
                .toList();
    }

    private TargetException mismatch(BackingFile backing, String reason) {
        return TargetException.layerMismatch(
                item.request().target().toString(),
                "the backing file " + backing.place() + " does not fit: " + reason,
                ADVICE);
    }
}
