package io.vmloom.format.qcow2;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import java.util.Set;

/** How often each host cluster of a window of the file is referred to, compared with its refcount. */
final class ClusterCounts implements ClaimVisitor {
    /** 32 MiB of memory; a terabyte at 64 KiB clusters. */
    static final int WINDOW_CLUSTERS = 16 << 20;

    /** Nothing may share a cluster with these, whatever the refcount says. */
    private static final Set<String> EXCLUSIVE = Set.of(
            MetadataWalk.HEADER,
            MetadataWalk.REFCOUNT_TABLE,
            MetadataWalk.REFCOUNT_BLOCK,
            MetadataWalk.L1_TABLE,
            MetadataWalk.SNAPSHOT_TABLE);

    private static final char OWNED = 0x8000;
    private static final char MAX_COUNT = 0x7fff;

    private final int clusterBytes;
    private final long firstCluster;
    private final char[] counts;
    private final Findings findings;

    ClusterCounts(int clusterBytes, long firstCluster, int clusters, Findings findings) {
        this.clusterBytes = clusterBytes;
        this.firstCluster = firstCluster;
        this.counts = new char[clusters];
        this.findings = findings;
    }

    @Override
    public void claim(String kind, long number, long hostOffset, long lengthBytes) {
        if (lengthBytes <= 0) {
            return;
        }
        long first = Math.max(hostOffset / clusterBytes, firstCluster);
        long last = Math.min((hostOffset + lengthBytes - 1) / clusterBytes, firstCluster + counts.length - 1);
        boolean exclusive = EXCLUSIVE.contains(kind);
        for (long cluster = first; cluster <= last; cluster++) {
            int index = (int) (cluster - firstCluster);
            char before = counts[index];
            if (before != 0 && (exclusive || (before & OWNED) != 0)) {
                findings.error(
                        cluster * clusterBytes,
                        kind + " 0x" + Long.toHexString(number) + " lies over other metadata or data");
            }
            int count = Math.min(MAX_COUNT, (before & MAX_COUNT) + 1);
            counts[index] = (char) (count | before & OWNED | (exclusive ? OWNED : 0));
        }
    }

    void compare(Refcounts refcounts) {
        for (int i = 0; i < counts.length; i++) {
            long cluster = firstCluster + i;
            long stored = refcounts.of(cluster);
            int used = counts[i] & MAX_COUNT;
            if (stored == used || (used == MAX_COUNT && stored > used)) {
                continue;
            }
            String rule =
                    "the refcount is " + Long.toUnsignedString(stored) + ", and " + used + " refer to the cluster";
            if (Long.compareUnsigned(stored, used) < 0) {
                findings.error(cluster * clusterBytes, rule);
            } else {
                findings.leak(cluster * clusterBytes, used == 0 ? clusterBytes : 0, rule);
            }
        }
    }
}
