package io.vmloom.format.parallels;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** The image file of a Parallels disk, in both versions, of which the newer one is written, and bundles of such files. */
public final class ParallelsFormat implements DiskFormat {
    static final String NAME = "parallels";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return ParallelsHeader.begins(probe) || DiskDescriptor.begins(probe);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support(
                "Parallels",
                "bundles (`DiskDescriptor.xml`): split, plain, with snapshots; one `.hds` file",
                "one `.hds` file",
                "qemu-img"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new ParallelsReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new ParallelsTarget());
    }

    @Override
    public Optional<String> fileOfDirectory() {
        return Optional.of(DiskDescriptor.FILE_NAME);
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new ParallelsReader(), (source, claims, findings) -> {
            ParallelsHeader header = ParallelsHeader.read(source);
            claims.claim("header and block allocation table", 0, 0, ParallelsHeader.BYTES + header.tableBytes());
            if (header.inUse()) {
                findings.error(ParallelsHeader.IN_USE_AT, "it was not closed properly");
            }
        }));
    }
}
