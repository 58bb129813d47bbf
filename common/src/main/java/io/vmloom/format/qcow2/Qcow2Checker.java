package io.vmloom.format.qcow2;

import io.vmloom.check.CheckReport;
import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import io.vmloom.check.ImageChecker;
import io.vmloom.source.ByteSource;

/**
 * Counts what refers to each host cluster and compares it with the refcounts, a window of the file at a time. Windows that
 * nothing refers to, and of which no refcount block tells, are left out: a file may be almost all hole.
 */
final class Qcow2Checker implements ImageChecker {
    @Override
    public CheckReport check(ByteSource source) {
        Qcow2Header header = Qcow2Header.read(source);
        HeaderExtensions extensions = HeaderExtensions.read(source, header);
        Refusals.check(source, header, extensions);
        Encryption encryption = Encryption.of(source, header, extensions);
        SnapshotTable snapshots = SnapshotTable.read(source, header);
        Refcounts refcounts = Refcounts.read(source, header);
        Findings findings = new Findings();
        findings.count("snapshots", snapshots.snapshots().size());
        int clusterBytes = header.geometry().clusterBytes();
        long clusters = Math.ceilDiv(source.sizeBytes(), clusterBytes);
        for (long first = 0; first < clusters; ) {
            int window = (int) Math.min(ClusterCounts.WINDOW_CLUSTERS, clusters - first);
            ClusterCounts counts = new ClusterCounts(clusterBytes, first, window, findings);
            if (first == 0) {
                ClaimVisitor counted = (kind, number, hostOffset, lengthBytes) -> {
                    count(kind, findings);
                    counts.claim(kind, number, hostOffset, lengthBytes);
                };
                new MetadataWalk(source, header, encryption, snapshots, refcounts, counted, findings::error).run();
            } else {
                new MetadataWalk(source, header, encryption, snapshots, refcounts, counts, (offset, problem) -> {})
                        .run();
            }
            counts.compare(refcounts);
            first = Math.min(counts.nextClaimed(), refcounts.nextCovered(first + window));
        }
        return findings.report(Qcow2Format.NAME);
    }

    private static void count(String kind, Findings findings) {
        switch (kind) {
            case MetadataWalk.L2_TABLE -> findings.count("L2 tables", 1);
            case MetadataWalk.REFCOUNT_BLOCK -> findings.count("refcount blocks", 1);
            case MetadataWalk.DATA -> findings.count("data clusters", 1);
            default -> {}
        }
    }
}
