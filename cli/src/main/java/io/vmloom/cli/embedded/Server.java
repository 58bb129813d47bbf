package io.vmloom.cli.embedded;

/** The servers that a data directory may be served by, each in one process at a time. */
public enum Server {
    BROKER,
    STORE
}
