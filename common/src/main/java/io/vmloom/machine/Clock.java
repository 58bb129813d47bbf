package io.vmloom.machine;

/** What the guest's hardware clock shows when it is started. */
public enum Clock {
    UTC,
    /** The host's time of day, as Windows expects it. */
    LOCAL_TIME
}
