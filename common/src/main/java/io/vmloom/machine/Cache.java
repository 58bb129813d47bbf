package io.vmloom.machine;

/** When the host calls a write done. */
public enum Cache {
    UNSPECIFIED,
    /** The host's page cache is left out. */
    NONE,
    WRITETHROUGH,
    WRITEBACK,
    DIRECTSYNC,
    /** Never: data is lost when the host fails. */
    UNSAFE
}
