package io.vmloom.format.cloop;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** Compressed loop devices; read only. Every version is recognised, 2.0 is read. */
public final class CloopFormat implements DiskFormat {
    static final String NAME = "cloop";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, CloopHeader.SCRIPT) && probe.headHas(CloopHeader.FORMAT_AT, CloopHeader.FORMAT);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support("cloop", "version 2.0", "", "qemu-img"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new CloopReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.empty();
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(
                new CloopReader(),
                (source, claims, findings) -> claims.claim(
                        "header and offsets", 0, 0, CloopHeader.read(source).dataOffset())));
    }
}
