package io.vmloom.coordinator.estimate;

/** What would become of an item. */
public enum Expectation {
    /** It would be converted. */
    CONVERTED,
    /** An equal target, made by the same recipe, is there. */
    SKIPPED,
    /** Something is there: it is skipped if its content is found to be equal, else refused. */
    COMPARED,
    /** It would fail as the message says. */
    REFUSED,
    /** It is compressed as a whole, and only unpacking it would tell; or it is made of something that is. */
    UNKNOWN
}
