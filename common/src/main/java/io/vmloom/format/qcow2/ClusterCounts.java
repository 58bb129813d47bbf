package io.vmloom.format.qcow2;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import java.util.Arrays;
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
    /** Counted so far; not more. */
    static final char MAX_COUNT = 0x7fff;

    /** What is allocated at a time: most of a file may be hole. */
    private static final int CHUNK_CLUSTERS = 4 << 10;

    private static final char[] NOTHING = {};

    private final int clusterBytes;
    private final long firstCluster;
    private final long endCluster;
    private final char[][] chunks;
    private final Findings findings;
    private long nextClaimed = Long.MAX_VALUE;

    ClusterCounts(int clusterBytes, long firstCluster, int clusters, Findings findings) {
        this.clusterBytes = clusterBytes;
        this.firstCluster = firstCluster;
        this.endCluster = firstCluster + clusters;
        this.chunks = new char[Math.ceilDiv(clusters, CHUNK_CLUSTERS)][];
        this.findings = findings;
        Arrays.fill(chunks, NOTHING);
    }

    @Override
    public void claim(String kind, long number, long hostOffset, long lengthBytes) {
        if (lengthBytes <= 0) {
            return;
        }
        long first = Math.max(hostOffset / clusterBytes, firstCluster);
        long last = (hostOffset + lengthBytes - 1) / clusterBytes;
        if (last >= endCluster) {
            nextClaimed = Math.min(nextClaimed, Math.max(first, endCluster));
        }
        boolean exclusive = EXCLUSIVE.contains(kind);
        for (long cluster = first; cluster <= Math.min(last, endCluster - 1); cluster++) {
            char[] chunk = chunkOf(cluster);
            int index = indexOf(cluster);
            char before = chunk[index];
            if (before != 0 && (exclusive || (before & OWNED) != 0)) {
                findings.error(
                        cluster * clusterBytes,
                        kind + " 0x" + Long.toHexString(number) + " lies over other metadata or data");
            }
            int count = Math.min(MAX_COUNT, (before & MAX_COUNT) + 1);
            chunk[index] = (char) (count | before & OWNED | (exclusive ? OWNED : 0));
        }
    }

    /** The first cluster behind the window that something refers to; {@link Long#MAX_VALUE} when nothing does. */
    long nextClaimed() {
        return nextClaimed;
    }

    boolean covers(long cluster) {
        return cluster >= firstCluster && cluster < endCluster;
    }

    /** How many refer to a cluster of the window, up to {@link #MAX_COUNT}. */
    int of(long cluster) {
        char[] chunk = counted(cluster);
        return chunk == NOTHING ? 0 : chunk[indexOf(cluster)] & MAX_COUNT;
    }

    void compare(Refcounts refcounts) {
        long covered = refcounts.nextCovered(firstCluster);
        for (long first = firstCluster; first < endCluster; first += CHUNK_CLUSTERS) {
            long end = Math.min(endCluster, first + CHUNK_CLUSTERS);
            if (covered < first) {
                covered = refcounts.nextCovered(first);
            }
            if (covered < end || counted(first) != NOTHING) {
                compare(first, end, refcounts);
            }
        }
    }

    private void compare(long first, long end, Refcounts refcounts) {
        for (long cluster = first; cluster < end; cluster++) {
            int used = of(cluster);
            long stored = refcounts.of(cluster);
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

    private char[] chunkOf(long cluster) {
        int number = (int) ((cluster - firstCluster) / CHUNK_CLUSTERS);
        if (chunks[number] == NOTHING) {
            chunks[number] = new char[CHUNK_CLUSTERS];
        }
        return chunks[number];
    }

    private char[] counted(long cluster) {
        return chunks[(int) ((cluster - firstCluster) / CHUNK_CLUSTERS)];
    }

    private int indexOf(long cluster) {
        return (int) ((cluster - firstCluster) % CHUNK_CLUSTERS);
    }
}
