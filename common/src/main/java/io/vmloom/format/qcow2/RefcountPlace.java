package io.vmloom.format.qcow2;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.error.ImageException;

/**
 * Where refcounts stand that are made anew: one table, and behind it blocks that tell of every cluster, these included.
 *
 * @param firstCluster of the table
 */
record RefcountPlace(long firstCluster, long tableClusters, long blocks, int clusterBytes) {
    /** @param behind the first byte that nothing occupies any more */
    static RefcountPlace behind(String file, long behind, int clusterBytes, long entriesPerBlock) {
        long first = Math.ceilDiv(behind, clusterBytes);
        long tableClusters = 1;
        long blocks = 1;
        while (true) {
            long neededBlocks = Math.ceilDiv(first + tableClusters + blocks, entriesPerBlock);
            long neededClusters = Math.ceilDiv(neededBlocks * Long.BYTES, clusterBytes);
            if (neededClusters * clusterBytes > Refcounts.MAX_TABLE_BYTES) {
                throw ImageException.unsupported(
                        file,
                        "a refcount table of all its clusters has more than " + Refcounts.MAX_TABLE_BYTES + " bytes",
                        "convert it instead");
            }
            if (neededBlocks <= blocks && neededClusters <= tableClusters) {
                return new RefcountPlace(first, tableClusters, blocks, clusterBytes);
            }
            blocks = Math.max(blocks, neededBlocks);
            tableClusters = Math.max(tableClusters, neededClusters);
        }
    }

    long tableOffset() {
        return firstCluster * clusterBytes;
    }

    long blockOffset(long block) {
        return (firstCluster + tableClusters + block) * clusterBytes;
    }

    long endCluster() {
        return firstCluster + tableClusters + blocks;
    }

    void claim(ClaimVisitor claims) {
        claims.claim(MetadataWalk.REFCOUNT_TABLE, 0, tableOffset(), tableClusters * clusterBytes);
        for (long block = 0; block < blocks; block++) {
            claims.claim(MetadataWalk.REFCOUNT_BLOCK, block, blockOffset(block), clusterBytes);
        }
    }
}
