package io.vmloom.format.qcow2;

/**
 * What follows from the cluster size alone.
 *
 * @param clusterBits 9 to 21: 512 bytes to 2 MiB
 * @param extendedL2 whether second-level entries have a second word, with a bit per subcluster
 */
record Geometry(int clusterBits, boolean extendedL2) {
    static final int MIN_CLUSTER_BITS = 9;
    static final int MAX_CLUSTER_BITS = 21;
    static final int MIN_EXTENDED_CLUSTER_BITS = 14;
    static final int SUBCLUSTERS = 32;

    int clusterBytes() {
        return 1 << clusterBits;
    }

    int subclusterBytes() {
        return clusterBytes() / SUBCLUSTERS;
    }

    int entryBytes() {
        return extendedL2 ? 2 * Long.BYTES : Long.BYTES;
    }

    /** Entries of a second-level table, which is one cluster long. */
    int tableEntries() {
        return clusterBytes() / entryBytes();
    }

    /** Guest bytes that one second-level table covers. */
    long groupBytes() {
        return (long) tableEntries() * clusterBytes();
    }
}
