package io.vmloom.loadtest.example;

/**
 * Where the areas of a FAT volume lie: boot sector, two tables, root directory, clusters.
 *
 * @param kind the width of a table entry
 * @param sectors the volume's length, in 512-byte sectors
 * @param sectorsPerCluster a power of two, 1 to 64
 * @param rootEntries slots of the root directory; a multiple of 16
 */
public record FatGeometry(FatKind kind, int sectors, int sectorsPerCluster, int rootEntries) {
    /** Bytes of a directory entry. */
    static final int ENTRY_BYTES = 32;

    static final int RESERVED_SECTORS = 1;
    static final int TABLES = 2;

    public FatGeometry {
        if (Integer.bitCount(sectorsPerCluster) != 1 || sectorsPerCluster < 1 || sectorsPerCluster > 64) {
            throw new IllegalArgumentException(
                    "sectors per cluster must be a power of two in 1..64, not " + sectorsPerCluster);
        }
        if (rootEntries < 16 || rootEntries % 16 != 0 || rootEntries > 0xFFF0) {
            throw new IllegalArgumentException("root entries must be a multiple of 16, not " + rootEntries);
        }
        int available = sectors - RESERVED_SECTORS - rootEntries * ENTRY_BYTES / Sectors.BYTES;
        if (available < sectorsPerCluster + TABLES) {
            throw new IllegalArgumentException("volume of " + sectors + " sectors has no room for a cluster");
        }
        int clusters = clusters(kind, available, sectorsPerCluster);
        if (!kind.accepts(clusters)) {
            throw new IllegalArgumentException("volume of " + clusters + " clusters is not " + kind);
        }
    }

    /** Bytes of a cluster. */
    int clusterBytes() {
        return sectorsPerCluster * Sectors.BYTES;
    }

    /** The number of clusters; they are numbered from 2. */
    int clusters() {
        return clusters(kind, sectors - RESERVED_SECTORS - rootSectors(), sectorsPerCluster);
    }

    /** Sectors of one table. */
    int tableSectors() {
        return tableSectors(kind, sectors - RESERVED_SECTORS - rootSectors(), sectorsPerCluster);
    }

    /** Byte offset in the volume of one of the two tables. */
    int tableOffset(int table) {
        return (RESERVED_SECTORS + table * tableSectors()) * Sectors.BYTES;
    }

    /** Byte offset in the volume of the root directory. */
    int rootOffset() {
        return tableOffset(TABLES);
    }

    /** Byte offset in the volume of a cluster. */
    int clusterOffset(int cluster) {
        return rootOffset() + rootSectors() * Sectors.BYTES + (cluster - 2) * clusterBytes();
    }

    private int rootSectors() {
        return rootEntries * ENTRY_BYTES / Sectors.BYTES;
    }

    private static int clusters(FatKind kind, int available, int sectorsPerCluster) {
        return (available - TABLES * tableSectors(kind, available, sectorsPerCluster)) / sectorsPerCluster;
    }

    /** The smallest table that covers the clusters it leaves room for. */
    private static int tableSectors(FatKind kind, int available, int sectorsPerCluster) {
        int table = 1;
        while (Sectors.holding(kind.tableBytes((available - TABLES * table) / sectorsPerCluster)) > table) {
            table++;
        }
        return table;
    }
}
