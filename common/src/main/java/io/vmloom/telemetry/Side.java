package io.vmloom.telemetry;

/** Which kind of process a metric belongs to; one process may be both. */
public enum Side {
    COORDINATOR,
    WORKER
}
