package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.CheckDepth;
import io.vmloom.appliance.OvaLayout;
import io.vmloom.appliance.PackageFinding;
import io.vmloom.appliance.PackageReader;
import io.vmloom.archive.TarArchive;
import io.vmloom.error.TargetException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.ObjectVersion;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Reads a complete package as a stranger would, or compares what stands in its place. */
record PackageReview(ItemContext item, PackagePlan plan) {
    /**
     * As far as the item wants it.
     *
     * @throws TargetException {@code DIGEST_MISMATCH} when it is not what it should be
     */
    void verify(ObjectVersion archive, LongConsumer progress) {
        switch (item.request().verify()) {
            case NONE -> {}
            case DIGEST -> open(archive);
            case FULL -> {
                open(archive);
                List<String> found = HashStep.run(item.tasks(), plan.ranges(archive), progress);
                if (!found.equals(plan.hashes())) {
                    throw mismatch("disks of SHA-256 " + plan.hashes(), found.toString());
                }
            }
        }
    }

    /** Whether it is what would be made, byte for byte. */
    boolean isEqual(ObjectVersion found, LongConsumer progress) {
        return found.sizeBytes() == plan.sizeBytes()
                && (plan.hash().equals(found.metadata().get(Recipe.KEY))
                        || item.retries().call(() -> hasBytes(found))
                                && HashStep.run(item.tasks(), plan.ranges(found), progress)
                                        .equals(plan.hashes()));
    }

    private void open(ObjectVersion archive) {
        Appliance appliance = item.retries().call(() -> {
            try (ByteSource source = item.stores().open(archive)) {
                return new PackageReader(CheckDepth.SMALL_FILES).read(TarArchive.read(source));
            }
        });
        Optional<PackageFinding> wrong = appliance.findings().stream()
                .filter(finding -> switch (finding.kind()) {
                    case VERIFIED, NOT_READ -> false;
                    case WRONG, MISSING, UNLISTED, MALFORMED, SIGNED, REMARK -> true;
                })
                .findFirst();
        if (wrong.isPresent()) {
            throw mismatch(
                    "a package that agrees with its manifest", wrong.get().toString());
        }
        if (appliance.disks().size() != plan.disks().size()) {
            throw mismatch(plan.disks().size() + " disks", appliance.disks().size() + " disks");
        }
    }

    /** Whether what is no disk is there; the digests of the disks stand in it. */
    boolean hasBytes(ObjectVersion found) {
        try (ByteSource source = item.stores().open(found)) {
            long at = 0;
            for (OvaLayout.Run run : plan.layout().runs()) {
                if (run instanceof OvaLayout.Run.Bytes(ByteBuffer buffer)) {
                    ByteBuffer there = ByteBuffer.allocate(buffer.remaining());
                    source.read(at, there);
                    if (!there.flip().equals(buffer)) {
                        return false;
                    }
                }
                at += run.lengthBytes();
            }
            return true;
        }
    }

    private TargetException mismatch(String expected, String actual) {
        return TargetException.digestMismatch(item.request().target().toString(), expected, actual);
    }
}
