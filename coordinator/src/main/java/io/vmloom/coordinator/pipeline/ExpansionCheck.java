package io.vmloom.coordinator.pipeline;

import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.format.ImagePolicy;
import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/** Before an image is read as a whole: whether its files can reasonably hold the data that its tables lead to. */
public final class ExpansionCheck {
    private ExpansionCheck() {}

    /** Walks the metadata alone, up to where the policy is broken; throws {@link io.vmloom.error.ImageException} there. */
    public static void run(InspectedSource source, ImagePolicy policy) {
        String file = source.members().getFirst().location().toString();
        ExtentCursor cursor = source.image().extents(GuestOffset.ZERO);
        long dataBytes = 0;
        for (Optional<Extent> extent = cursor.next(); extent.isPresent(); extent = cursor.next()) {
            dataBytes +=
                    extent.filter(Extent::hasBytes).map(Extent::lengthBytes).orElse(0L);
            policy.requireReasonable(file, dataBytes, source.memberBytes());
        }
    }
}
