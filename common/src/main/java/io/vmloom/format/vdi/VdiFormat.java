package io.vmloom.format.vdi;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** VirtualBox's own format, whichever version and kind. */
public final class VdiFormat implements DiskFormat {
    static final String NAME = "vdi";

    @Override
    public String name() {
        return NAME;
    }

    /** The text in front of the signature names the program, and differs between them. */
    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(VdiHeader.SIGNATURE_AT, (byte) 0x7f, (byte) 0x10, (byte) 0xda, (byte) 0xbe);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support(
                "VDI",
                "versions 0.2 to 1.1, dynamic and fixed, any block size; differencing: " + Support.NOT_CROSS_CHECKED,
                "version 1.1, dynamic and fixed",
                "qemu-img, 7-Zip"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new VdiReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new VdiTarget());
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new VdiReader(), new VdiStructures()));
    }
}
