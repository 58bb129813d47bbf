package io.vmloom.machine;

/** Sound cards. */
public enum SoundModel {
    SB16,
    ES1370,
    ES1371,
    AC97,
    HDA,
    /** The one that the hypervisor takes by itself. */
    UNSPECIFIED
}
