package io.vmloom.store;

/** What must hold at the moment an object becomes visible; else {@code TARGET_EXISTS}. */
public enum Precondition {
    NONE,
    /** Nothing stands under the key. */
    ABSENT
}
