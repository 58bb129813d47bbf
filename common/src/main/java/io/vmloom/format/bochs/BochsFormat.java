package io.vmloom.format.bochs;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** Growing disks of Bochs; read only. */
public final class BochsFormat implements DiskFormat {
    static final String NAME = "bochs";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, BochsHeader.MAGIC);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support("Bochs", "growing, versions 1 and 2", "", "qemu-img"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new BochsReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.empty();
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new BochsChecker());
    }
}
