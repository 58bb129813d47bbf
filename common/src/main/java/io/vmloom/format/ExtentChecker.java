package io.vmloom.format;

import io.vmloom.check.CheckReport;
import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import io.vmloom.check.HostSpace;
import io.vmloom.check.ImageChecker;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.Optional;

/** Checks what a reader sees: every table is read, and no two guest bytes may come from one plain byte of the file. */
final class ExtentChecker implements ImageChecker {
    private final ImageReader reader;

    ExtentChecker(ImageReader reader) {
        this.reader = reader;
    }

    @Override
    public CheckReport check(ByteSource source) {
        DiskImage image = reader.open(source, OpenOptions.DEFAULT);
        Findings findings = new Findings();
        try {
            walk(image, (kind, number, hostOffset, lengthBytes) -> findings.count(kind + " bytes", lengthBytes));
            new HostSpace(source.sizeBytes(), claims -> walk(image, claims)).check(findings, false);
        } catch (ImageException e) {
            findings.error(e.hostOffset().orElse(0), e.reason());
        }
        return findings.report(image.format());
    }

    private static void walk(DiskImage image, ClaimVisitor claims) {
        ExtentCursor cursor = image.extents(GuestOffset.ZERO);
        for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            if (next.get().mapping() instanceof Mapping.Data(int member, var host) && member == 0) {
                claims.claim(
                        "data",
                        next.get().start().bytes(),
                        host.bytes(),
                        next.get().lengthBytes());
            }
        }
    }
}
