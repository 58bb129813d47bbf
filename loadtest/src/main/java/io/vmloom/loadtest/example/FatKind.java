package io.vmloom.loadtest.example;

/**
 * The two kinds of FAT an example volume can have; the number of clusters decides which one a reader assumes.
 *
 * @see <a href="https://download.microsoft.com/download/1/6/1/161ba512-40e2-4cc9-843a-923143f3456c/fatgen103.doc">
 *     Microsoft FAT specification, "FAT Type Determination"</a>
 */
public enum FatKind {
    /** At most 4084 clusters, 12 bits each. */
    FAT12(12, 1, 4084, 0x01),
    /** 4085 to 65524 clusters, 16 bits each. */
    FAT16(16, 4085, 65524, 0x0E);

    private final int bits;
    private final int fewestClusters;
    private final int mostClusters;
    private final int partitionType;

    FatKind(int bits, int fewestClusters, int mostClusters, int partitionType) {
        this.bits = bits;
        this.fewestClusters = fewestClusters;
        this.mostClusters = mostClusters;
        this.partitionType = partitionType;
    }

    /** The type byte of a partition that holds this kind of volume. */
    public int partitionType() {
        return partitionType;
    }

    /** The mark of a chain's last cluster: all bits of an entry set. */
    int endOfChain() {
        return (1 << bits) - 1;
    }

    /** True if a volume with so many clusters is of this kind. */
    boolean accepts(int clusters) {
        return clusters >= fewestClusters && clusters <= mostClusters;
    }

    /** Bytes of a table for so many clusters, the two reserved entries included. */
    int tableBytes(int clusters) {
        return Math.ceilDiv(Math.multiplyExact(clusters + 2, bits), Byte.SIZE);
    }

    /** Sets one entry, once, in a table that starts at {@code tableOffset}; entries start as zero. */
    void link(byte[] volume, int tableOffset, int cluster, int value) {
        int bit = Math.multiplyExact(cluster, bits);
        int shifted = value << (bit % Byte.SIZE);
        for (int at = tableOffset + bit / Byte.SIZE; shifted != 0; at++, shifted >>>= Byte.SIZE) {
            volume[at] |= (byte) shifted;
        }
    }
}
