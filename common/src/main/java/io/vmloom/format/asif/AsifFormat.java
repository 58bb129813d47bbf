package io.vmloom.format.asif;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** Apple Sparse Image Format, of macOS 26 and later; read only. */
public final class AsifFormat implements DiskFormat {
    static final String NAME = "asif";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, AsifHeader.MAGIC);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support("ASIF", "Apple's, version 1: " + Support.NOT_CROSS_CHECKED, "", ""));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new AsifReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.empty();
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new AsifReader(), (source, claims, findings) -> {
            AsifHeader header = AsifHeader.read(source);
            AsifDirectory directory = AsifDirectory.active(source, header);
            claims.claim("the header", 0, 0, AsifHeader.BYTES);
            claims.claim("the directory", 0, directory.offset(), directory.lengthBytes());
            new AsifChunks(source, header, directory).claimTables(claims);
        }));
    }
}
