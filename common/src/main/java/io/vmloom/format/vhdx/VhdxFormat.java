package io.vmloom.format.vhdx;

import io.vmloom.format.DiskFormat;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** Virtual hard disks of Hyper-V's second format. */
public final class VhdxFormat implements DiskFormat {
    public static final String NAME = "vhdx";

    static final String SIGNATURE = "vhdxfile";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, SIGNATURE);
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new VhdxReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new VhdxTarget());
    }
}
