package io.vmloom.format;

import io.vmloom.check.CheckReport;
import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import io.vmloom.check.HostSpace;
import io.vmloom.check.ImageChecker;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.source.ByteSource;
import java.util.function.Consumer;

/**
 * Checks formats without refcounts: every table is read as a reader does, no byte of the file may serve two purposes, and
 * the format adds what it knows beyond the extents. What no reader could follow is reported and stepped over.
 */
public final class ExtentChecker implements ImageChecker {
    private final ImageReader reader;
    private final Structures structures;

    /** What a format has besides the guest's data. */
    @FunctionalInterface
    public interface Structures {
        Structures NONE = (source, claims, findings) -> {};

        /**
         * Claims what tables and headers occupy, the same each time, and reports what they contradict. Entries that can
         * not be followed are reported by the walk through the extents, and only left out here.
         */
        void visit(ByteSource source, ClaimVisitor claims, Findings findings);
    }

    public ExtentChecker(ImageReader reader, Structures structures) {
        this.reader = reader;
        this.structures = structures;
    }

    @Override
    public CheckReport check(ByteSource source) {
        return checkPiece(reader.open(source, OpenOptions.DEFAULT));
    }

    @Override
    public CheckReport checkPiece(DiskImage image) {
        ByteSource source = image.members().getFirst();
        Findings findings = new Findings();
        try {
            new HostSpace(source.sizeBytes(), new Walks(image, source, findings)).check(findings);
        } catch (ImageException e) {
            findings.error(e.hostOffset().orElse(0), e.reason() + " (the check ends here)");
        }
        return findings.report(image.format());
    }

    /** Tells all claims as often as asked; only the first time are they counted, and problems reported. */
    private final class Walks implements Consumer<ClaimVisitor> {
        private final DiskImage image;
        private final ByteSource source;
        private final Findings findings;
        private boolean again;

        Walks(DiskImage image, ByteSource source, Findings findings) {
            this.image = image;
            this.source = source;
            this.findings = findings;
        }

        @Override
        public void accept(ClaimVisitor visitor) {
            if (again) {
                walk(visitor, new Findings());
            } else {
                again = true;
                walk(
                        (kind, number, hostOffset, lengthBytes) -> {
                            findings.count("bytes of " + kind, lengthBytes);
                            visitor.claim(kind, number, hostOffset, lengthBytes);
                        },
                        findings);
            }
        }

        private void walk(ClaimVisitor claims, Findings problems) {
            new ExtentWalk(image, claims, problems).walk();
            structures.visit(source, claims, problems);
        }
    }
}
