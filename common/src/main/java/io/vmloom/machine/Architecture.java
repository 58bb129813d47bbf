package io.vmloom.machine;

/** What the guest's processor has to understand. */
public enum Architecture {
    I686,
    X86_64,
    AARCH64
}
