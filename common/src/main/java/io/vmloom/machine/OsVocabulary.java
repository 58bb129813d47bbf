package io.vmloom.machine;

/** Whose names for operating systems. */
public enum OsVocabulary {
    NONE,
    /** {@code guestOS} of VMX files, such as {@code rhel6-64}; in OVF they end in {@code Guest} and are turned into these. */
    VMWARE,
    /** URIs of libosinfo, such as {@code http://redhat.com/rhel/6.0}. */
    LIBOSINFO,
    /** Numbers of {@code CIM_OperatingSystem}, as OVF has them. */
    CIM,
    /** {@code OSType} of VirtualBox, such as {@code RedHat_64}. */
    VIRTUALBOX,
    /** Numbers of Parallels. */
    PARALLELS
}
