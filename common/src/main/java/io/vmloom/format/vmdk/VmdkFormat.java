package io.vmloom.format.vmdk;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
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
    public Optional<Support> support() {
        return Optional.of(new Support(
                "VMDK",
                "every kind but raw devices: one file or several, flat, sparse, streamOptimized, vmfsSparse, seSparse, deltas",
                "monolithicSparse, streamOptimized, monolithicFlat, vmfs, twoGbMaxExtentSparse and Flat",
                "qemu-img, 7-Zip, libvmdk"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new VmdkReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new VmdkTarget());
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new VmdkReader(), new SparseStructures()));
    }
}
