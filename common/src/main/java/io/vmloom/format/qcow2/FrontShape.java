package io.vmloom.format.qcow2;

/**
 * How many clusters each part of the front takes:
 * {@code header | L1 table | refcount table | refcount blocks | L2 tables}.
 *
 * @param l1Entries entries of the first-level table
 * @param refcountBlocks enough to count every cluster of the file
 * @param l2Tables populated groups
 */
record FrontShape(int clusterBits, long l1Entries, long refcountBlocks, long l2Tables) {
    static final int REFCOUNT_BITS = 16;
    private static final long HEADER_CLUSTERS = 1;

    FrontShape {
        if (l1Entries < 0 || refcountBlocks < 0 || l2Tables < 0) {
            throw new IllegalArgumentException("counts of tables must not be negative, got: " + l1Entries
                    + " L1 entries, " + refcountBlocks + " refcount blocks, " + l2Tables + " L2 tables");
        }
    }

    /** The shape for a file of this many clusters in all. */
    static FrontShape ofFile(int clusterBits, long l1Entries, long l2Tables, long fileClusters) {
        return new FrontShape(
                clusterBits, l1Entries, Math.ceilDiv(fileClusters, countsPerBlock(clusterBits)), l2Tables);
    }

    /**
     * The shape of the least front for this much data behind it: the refcount blocks count themselves, so it is the fixed
     * point. One cluster more than the file has is counted, so that the shape still fits whenever the front is padded by
     * any number of clusters: each padding cluster brings at most as many new ones as there is room for.
     */
    static FrontShape leastBefore(int clusterBits, long l1Entries, long l2Tables, long dataClusters) {
        FrontShape shape = ofFile(clusterBits, l1Entries, l2Tables, dataClusters + 1);
        while (true) {
            FrontShape next = ofFile(clusterBits, l1Entries, l2Tables, shape.clusters() + dataClusters + 1);
            if (next.equals(shape)) {
                return shape;
            }
            shape = next;
        }
    }

    static int countsPerBlock(int clusterBits) {
        return (1 << clusterBits) * Byte.SIZE / REFCOUNT_BITS;
    }

    long l1Clusters() {
        return Math.ceilDiv(l1Entries * Long.BYTES, 1L << clusterBits);
    }

    long refcountTableClusters() {
        return Math.ceilDiv(refcountBlocks * Long.BYTES, 1L << clusterBits);
    }

    long l1Offset() {
        return HEADER_CLUSTERS << clusterBits;
    }

    long refcountTableOffset() {
        return HEADER_CLUSTERS + l1Clusters() << clusterBits;
    }

    long refcountBlockOffset(long block) {
        return HEADER_CLUSTERS + l1Clusters() + refcountTableClusters() + block << clusterBits;
    }

    long l2Offset(long table) {
        return refcountBlockOffset(refcountBlocks + table);
    }

    long clusters() {
        return l2Offset(l2Tables) >>> clusterBits;
    }
}
