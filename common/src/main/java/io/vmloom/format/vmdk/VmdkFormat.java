package io.vmloom.format.vmdk;

import io.vmloom.format.DiskFormat;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** All files of VMware's format, whichever kind: sparse extents of three generations and text descriptors. */
public final class VmdkFormat implements DiskFormat {
    public static final String NAME = "vmdk";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return VmdkKind.of(probe.head()).isPresent();
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new VmdkReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new VmdkTarget());
    }
}
