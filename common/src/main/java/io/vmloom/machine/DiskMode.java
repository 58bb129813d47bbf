package io.vmloom.machine;

/** What becomes of what the guest writes. */
public enum DiskMode {
    PERSISTENT,
    /** Kept, and left out of snapshots. */
    INDEPENDENT_PERSISTENT,
    /** Thrown away when the guest is stopped, and left out of snapshots. */
    INDEPENDENT_NONPERSISTENT,
    READ_ONLY
}
