package io.vmloom.machine;

/** What drivers a guest may be expected to have. */
public enum OsFamily {
    LINUX,
    WINDOWS,
    BSD,
    SOLARIS,
    MACOS,
    OTHER
}
