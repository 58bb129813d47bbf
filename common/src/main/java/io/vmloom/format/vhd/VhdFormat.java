package io.vmloom.format.vhd;

import io.vmloom.check.ImageChecker;
import io.vmloom.check.ImageRepairer;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Virtual hard disks, which qemu-img calls {@code vpc}. */
public final class VhdFormat implements DiskFormat {
    public static final String NAME = "vpc";

    private static final byte[] COOKIE = Footer.COOKIE.getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return NAME;
    }

    /** Dynamic disks have a copy of the footer in front; of fixed ones nothing but the footer tells what they are. */
    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, COOKIE) || tailHas(probe, Footer.BYTES) || tailHas(probe, Footer.SHORT_BYTES);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(
                new Support("VHD", "fixed, dynamic, differencing", "fixed, dynamic", "qemu-img, 7-Zip, libvhdi"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new VhdReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new VhdTarget());
    }

    private static boolean tailHas(Probe probe, int beforeEnd) {
        int at = probe.tail().length - beforeEnd;
        return at >= 0 && Arrays.equals(probe.tail(), at, at + COOKIE.length, COOKIE, 0, COOKIE.length);
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new VhdReader(), new VhdStructures()));
    }

    @Override
    public Optional<ImageRepairer> repairer() {
        return Optional.of(new VhdRepairer());
    }
}
