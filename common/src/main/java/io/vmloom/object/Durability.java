package io.vmloom.object;

/** When a local target survives that its machine stops. */
public enum Durability {
    /** Before it is visible under its name. */
    SYNCED,
    /** When the system has written its cache to disk, which takes up to a minute. */
    LEFT_TO_SYSTEM
}
