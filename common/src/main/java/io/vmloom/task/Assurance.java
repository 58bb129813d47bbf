package io.vmloom.task;

/** What the outcome of a conversion says of its bytes. */
public enum Assurance {
    /** Nothing: they are as they came. */
    NONE,
    /** The digest of the guest's bytes. */
    DIGEST,
    /** The same, and that each encoded unit was decoded and compared before it was stored. */
    DECODED_BACK;

    public boolean hasDigest() {
        return this != NONE;
    }

    public boolean decodesBack() {
        return this == DECODED_BACK;
    }
}
