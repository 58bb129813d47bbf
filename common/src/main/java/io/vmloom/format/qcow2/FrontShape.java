package io.vmloom.format.qcow2;

/**
 * How many clusters each part of the front takes:
 * {@code header | bitmaps | L1 table | refcount table | refcount blocks | L2 tables}.
 *
 * @param refcountBlocks enough to count every cluster of the file
 * @param l2Tables populated groups
 */
record FrontShape(Basis basis, long refcountBlocks, long l2Tables) {
    private static final long HEADER_CLUSTERS = 1;

    /**
     * What is known before any data is.
     *
     * @param bitmapClusters what bitmaps take
     * @param l1Entries entries of the first-level table
     */
    record Basis(int clusterBits, RefcountWidth refcounts, long bitmapClusters, long l1Entries) {
        Basis {
            if (l1Entries < 0 || bitmapClusters < 0) {
                throw new IllegalArgumentException("L1 entries and clusters of bitmaps must not be negative, got: "
                        + l1Entries + " and " + bitmapClusters);
            }
        }

        int countsPerBlock() {
            return refcounts.perBlock(1 << clusterBits);
        }
    }

    FrontShape {
        if (refcountBlocks < 0 || l2Tables < 0) {
            throw new IllegalArgumentException("counts of tables must not be negative, got: " + refcountBlocks
                    + " refcount blocks, " + l2Tables + " L2 tables");
        }
    }

    /** The shape for a file of this many clusters in all. */
    static FrontShape ofFile(Basis basis, long l2Tables, long fileClusters) {
        return new FrontShape(basis, Math.ceilDiv(fileClusters, basis.countsPerBlock()), l2Tables);
    }

    /**
     * The shape of the least front for this much data behind it: the refcount blocks count themselves, so it is the fixed
     * point. One cluster more than the file has is counted, so that the shape still fits whenever the front is padded by
     * any number of clusters: each padding cluster brings at most as many new ones as there is room for.
     */
    static FrontShape leastBefore(Basis basis, long l2Tables, long dataClusters) {
        FrontShape shape = ofFile(basis, l2Tables, dataClusters + 1);
        while (true) {
            FrontShape next = ofFile(basis, l2Tables, shape.clusters() + dataClusters + 1);
            if (next.equals(shape)) {
                return shape;
            }
            shape = next;
        }
    }

    long l1Clusters() {
        return Math.ceilDiv(basis.l1Entries() * Long.BYTES, 1L << basis.clusterBits());
    }

    long refcountTableClusters() {
        return Math.ceilDiv(refcountBlocks * Long.BYTES, 1L << basis.clusterBits());
    }

    private long l1Cluster() {
        return HEADER_CLUSTERS + basis.bitmapClusters();
    }

    long bitmapsOffset() {
        return HEADER_CLUSTERS << basis.clusterBits();
    }

    long l1Offset() {
        return l1Cluster() << basis.clusterBits();
    }

    long refcountTableOffset() {
        return l1Cluster() + l1Clusters() << basis.clusterBits();
    }

    long refcountBlockOffset(long block) {
        return l1Cluster() + l1Clusters() + refcountTableClusters() + block << basis.clusterBits();
    }

    long l2Offset(long table) {
        return refcountBlockOffset(refcountBlocks + table);
    }

    long clusters() {
        return l2Offset(l2Tables) >>> basis.clusterBits();
    }
}
