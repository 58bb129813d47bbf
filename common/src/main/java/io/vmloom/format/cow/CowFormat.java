package io.vmloom.format.cow;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** Copy-on-write disks of user-mode Linux and of QEMU before 2.2; QEMU's are written. */
public final class CowFormat implements DiskFormat {
    static final String NAME = "cow";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, CowHeader.MAGIC) || probe.headHas(0, CowHeader.MAGIC_SWAPPED);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support(
                "cow",
                "of QEMU (x86_64, i386), backing files; of user-mode Linux (versions 1 to 3): "
                        + Support.NOT_CROSS_CHECKED,
                "of QEMU (x86_64)",
                "images of QEMU 0.14; an independent reader of the tests"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new CowReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new CowTarget());
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new CowReader(), (source, claims, findings) -> {
            CowHeader header = CowHeader.read(source);
            claims.claim("header and bitmap", 0, 0, header.bitmapOffset() + header.bitmapBytes());
        }));
    }
}
