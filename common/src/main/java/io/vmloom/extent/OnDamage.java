package io.vmloom.extent;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;

/** What becomes of a unit of an image that can not be read because the image is damaged. */
public enum OnDamage {
    /** The image is refused. */
    REFUSE,
    /** It is read as zeros, and told of. */
    ZEROS;

    /** Whether zeros stand in for what this refuses; never for what was not allowed or is not known here. */
    public boolean takes(ImageException refusal) {
        return switch (this) {
            case REFUSE -> false;
            case ZEROS -> refusal.code() == ErrorCode.IMAGE_INVALID;
        };
    }
}
