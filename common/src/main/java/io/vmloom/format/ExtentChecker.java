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

/**
 * Checks formats without refcounts: every table is read as a reader does, no byte of the file may serve two purposes, and
 * the format adds what it knows beyond the extents. The first entry that no reader could follow ends the walk.
 */
public final class ExtentChecker implements ImageChecker {
    private final ImageReader reader;
    private final Structures structures;

    /** What a format has besides the guest's data. */
    @FunctionalInterface
    public interface Structures {
        Structures NONE = (source, claims, findings) -> {};

        /** Claims what tables and headers occupy, the same each time, and reports what they contradict. */
        void visit(ByteSource source, ClaimVisitor claims, Findings findings);
    }

    public ExtentChecker(ImageReader reader, Structures structures) {
        this.reader = reader;
        this.structures = structures;
    }

    @Override
    public CheckReport check(ByteSource source) {
        DiskImage image = reader.open(source, OpenOptions.DEFAULT);
        Findings findings = new Findings();
        ClaimVisitor counter =
                (kind, number, hostOffset, lengthBytes) -> findings.count("bytes of " + kind, lengthBytes);
        try {
            extents(image, counter);
            structures.visit(source, counter, findings);
            new HostSpace(source.sizeBytes(), claims -> {
                        extents(image, claims);
                        structures.visit(source, claims, new Findings());
                    })
                    .check(findings, false);
        } catch (ImageException e) {
            findings.error(e.hostOffset().orElse(0), e.reason() + " (the check ends here)");
        }
        return findings.report(image.format());
    }

    private static void extents(DiskImage image, ClaimVisitor claims) {
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
