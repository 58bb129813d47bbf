package io.vmloom.format.luks;

import io.vmloom.check.ImageChecker;
import io.vmloom.cipher.luks.LuksHeader;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** Linux Unified Key Setup, versions 1 and 2, header and data in one file. */
public final class LuksFormat implements DiskFormat {
    static final String NAME = "luks";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, (byte) 'L', (byte) 'U', (byte) 'K', (byte) 'S', (byte) 0xba, (byte) 0xbe);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support(
                "LUKS",
                "versions 1 and 2, AES in XTS and CBC",
                "versions 1 and 2, AES in XTS",
                "qemu-img (version 1), cryptsetup"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new LuksReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new LuksTarget());
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(
                new LuksReader(),
                (source, claims, findings) -> LuksHeader.read(source, 0, source.sizeBytes())
                        .regions((what, offset, lengthBytes) -> claims.claim(what, 0, offset, lengthBytes))));
    }
}
