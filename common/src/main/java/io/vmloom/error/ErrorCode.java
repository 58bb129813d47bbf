package io.vmloom.error;

/** The kind of a failure, as it stands in reports, metrics labels and on the wire. Names are a contract; never rename one. */
public enum ErrorCode {
    /** The image contradicts its format: truncated, tables outside the file, bad checksums. */
    IMAGE_INVALID,
    /** A valid image that this version can not read. */
    IMAGE_UNSUPPORTED,
    /** An image that asks for something it must not have: other files, absurd sizes, two formats at once. */
    IMAGE_UNSAFE,
    /** An encrypted image whose key was not given, or is another one. */
    IMAGE_LOCKED,
    /** The declared format is not the detected one. */
    FORMAT_MISMATCH,
    /** The source's version moved while it was being read. */
    SOURCE_CHANGED,
    NOT_FOUND,
    ACCESS_DENIED,
    /** The store or broker did not answer, throttled, or failed; trying again can help. */
    STORE_UNAVAILABLE,
    TARGET_EXISTS,
    /** The target format or store can not hold this image. */
    TARGET_TOO_LARGE,
    /** What is to be kept apart from the image below it does not lie over the one that was named. */
    LAYER_MISMATCH,
    /** A machine is not made, for one of its disks was not. */
    DISK_MISSING,
    /** The guest content of source and target differ. */
    DIGEST_MISMATCH,
    /** A wrong option, manifest or argument. */
    REQUEST_INVALID,
    CANCELLED,
    /** The batch had to be done by a time that has passed. */
    DEADLINE_PASSED,
    /** More items of the batch failed than it tolerates, so the others were not tried. */
    GIVEN_UP,
    /** What is asked for does not go with what there is: another batch under the same token, a batch in another state. */
    CONFLICT,
    /** Another coordinator has taken over. */
    FENCED,
    /** A fault of vmloom itself. */
    INTERNAL
}
