package io.vmloom.format.raw;

import io.vmloom.format.DiskFormat;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** The guest's bytes without any header. It has no magic number, so it is taken only when nothing else matches. */
public final class RawFormat implements DiskFormat {
    public static final String NAME = "raw";

    @Override
    public String name() {
        return NAME;
    }

    /** Never: any bytes may be a raw disk, so content proves nothing. */
    @Override
    public boolean matches(Probe probe) {
        return false;
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support("raw", "yes", "yes", "qemu-img"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new RawReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new RawTarget());
    }
}
