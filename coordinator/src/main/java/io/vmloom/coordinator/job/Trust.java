package io.vmloom.coordinator.job;

import io.vmloom.format.ImagePolicy;
import io.vmloom.store.Companions;

/**
 * What the user allows an image.
 *
 * @param companions files it may be completed with
 * @param policy what it may ask for
 */
public record Trust(Companions companions, ImagePolicy policy) {
    /** One file, with the usual caps. */
    public static final Trust DEFAULT = new Trust(Companions.NONE, ImagePolicy.DEFAULT);

    /** The same for what is made of the image, which stands alone and may be of any format. */
    public Trust ofTarget() {
        return new Trust(Companions.NONE, policy.forAnyFormat());
    }

    public static Trust with(Companions companions) {
        return new Trust(companions, ImagePolicy.DEFAULT);
    }
}
