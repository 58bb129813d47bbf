package io.vmloom.format.qed;

import io.vmloom.check.ImageChecker;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.ImageReader;
import io.vmloom.format.Probe;
import io.vmloom.format.Support;
import io.vmloom.table.TargetFormat;
import java.util.Optional;

/** QEMU enhanced disk. */
public final class QedFormat implements DiskFormat {
    static final String NAME = "qed";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(Probe probe) {
        return probe.headHas(0, "QED\0");
    }

    @Override
    public Optional<Support> support() {
        return Optional.of(new Support("QED", "with backing files", "yes", "qemu-img"));
    }

    @Override
    public Optional<ImageReader> reader() {
        return Optional.of(new QedReader());
    }

    @Override
    public Optional<TargetFormat> target() {
        return Optional.of(new QedTarget());
    }

    @Override
    public Optional<ImageChecker> checker() {
        return Optional.of(new ExtentChecker(new QedReader(), (source, claims, findings) -> {
            QedHeader header = QedHeader.read(source);
            claims.claim("the header", 0, 0, header.headerBytes());
            claims.claim("the L1 table", 0, header.l1Offset(), (long) header.tableEntries() * Long.BYTES);
            header.tables(source).claimSecond(claims);
            if (header.has(QedHeader.NEEDS_CHECK)) {
                findings.error(QedHeader.FEATURES_AT, "it was not closed properly and asks to be checked");
            }
        }));
    }
}
