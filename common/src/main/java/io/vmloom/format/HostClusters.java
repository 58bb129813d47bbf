package io.vmloom.format;

import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;

/** What a cluster's place in the file gives the guest. */
public final class HostClusters {
    private static final int MEMBER = 0;

    private HostClusters() {}

    /** Plain data that begins inside the file; what lies behind the file's end is zero, as qemu reads it. */
    public static Extent data(long guestOffset, long hostOffset, long lengthBytes, long fileBytes) {
        GuestOffset start = new GuestOffset(guestOffset);
        long insideBytes = fileBytes - hostOffset;
        return insideBytes <= 0
                ? new Extent(start, lengthBytes, Mapping.Zero.INSTANCE)
                : new Extent(
                        start,
                        Math.min(lengthBytes, insideBytes),
                        new Mapping.Data(MEMBER, new HostOffset(hostOffset)));
    }
}
