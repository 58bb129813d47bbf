package io.vmloom.format.qcow;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** Version 1 of QEMU's copy-on-write format. */
public final class QcowFormat implements DiskFormat {
    static final String NAME = "qcow";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(
                0, (byte) 'Q', (byte) 'F', (byte) 'I', (byte) 0xfb, (byte) 0, (byte) 0, (byte) 0, (byte) 1);
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support(
                "qcow",
                "version 1, plain, compressed and encrypted, backing files",
                "version 1, clusters of 4 KiB to 64 KiB, plain and compressed",
                "qemu-img, 7-Zip, libqcow"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new QcowReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new QcowTarget());
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new QcowReader(), (source, claims, findings) -> {
            QcowHeader header = QcowHeader.read(source);
            // The table follows the header, usually in the same sector.
            claims.claim("header and L1 table", 0, 0, header.l1Offset() + header.l1Entries() * Long.BYTES);
            header.tables(source).claimSecond(claims);
        }));
    }
}
