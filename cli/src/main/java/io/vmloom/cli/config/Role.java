package io.vmloom.cli.config;

/** Kinds of processes that settings are for. */
public enum Role {
    COORDINATOR,
    WORKER
}
