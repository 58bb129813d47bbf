package io.vmloom.format.vhdx;

import io.vmloom.check.ImageChecker;
import io.vmloom.check.ImageRepairer;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
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
    public Optional<Support> support() {
        return Optional.of(new Support(
                "VHDX",
                "fixed, dynamic, differencing, with a log in use",
                "fixed, dynamic",
                "qemu-img, 7-Zip, libvhdi"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new VhdxReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new VhdxTarget());
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new VhdxReader(), new VhdxStructures()));
    }

    @Override
    public Optional<ImageRepairer> repairer() {
        return Optional.of(new VhdxRepairer());
    }
}
