package io.vmloom.format.qcow2;

import io.vmloom.check.ImageChecker;
import io.vmloom.check.ImageRepairer;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** QEMU's copy-on-write format from version 2 on. */
public final class Qcow2Format implements DiskFormat {
    static final String NAME = "qcow2";

    private static final int VERSION_AT = 4;

    @Override
    public String name() {
        return NAME;
    }

    /** Every version but 1, which is another format; an unknown version must not pass for a raw disk. */
    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, (byte) 'Q', (byte) 'F', (byte) 'I', (byte) 0xfb)
                && !probe.headHas(VERSION_AT, (byte) 0, (byte) 0, (byte) 0, (byte) 1);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support(
                "qcow2",
                "versions 2 and 3, clusters of 512 B to 2 MiB, zlib, zstd, subclusters, internal snapshots, backing files of any format, external data file, encrypted with LUKS or AES",
                "versions 2 and 3, clusters of 4 KiB to 2 MiB, plain, zlib, zstd, subclusters, overlays, persistent bitmaps, encrypted with LUKS",
                "qemu-img, 7-Zip, libqcow"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new Qcow2Reader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new Qcow2Target());
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new Qcow2Checker());
    }

    @Override
    public Optional<ImageRepairer> repairer() {
        return Optional.of(new Qcow2Repairer());
    }
}
