package io.vmloom.diagnosis;

/** How a point of an examination ended. */
public enum Verdict {
    GOOD,

    /** It works, but not as well or as safely as it could. */
    DOUBTFUL,

    WRONG
}
