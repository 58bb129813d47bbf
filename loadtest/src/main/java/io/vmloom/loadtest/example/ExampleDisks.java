package io.vmloom.loadtest.example;

import java.util.List;

/** The disks of {@code examples/disks}. */
public final class ExampleDisks {
    /** Where partitions start on a disk aligned to 1 MiB, in sectors. */
    private static final int ONE_MIB_SECTORS = 2048;

    private static final ExampleDisk WEB_01 = new ExampleDisk(
            "web-01",
            "64 MiB, FAT16, files scattered among holes; kept as qcow2 with 16 KiB clusters, compressed by zlib.",
            ONE_MIB_SECTORS,
            new FatGeometry(FatKind.FAT16, 63 * ONE_MIB_SECTORS, 4, 512),
            3000,
            new ExampleContent.Size(2000, 48 * 1024, 192 * 1024),
            1001,
            new Packaging("qcow2", List.of("-c", "-m", "1", "-o", "compression_type=zlib,cluster_size=16k")));

    private static final ExampleDisk DB_01 = new ExampleDisk(
            "db-01",
            "32 MiB, FAT16, one long table of text; kept as streamOptimized VMDK.",
            ONE_MIB_SECTORS,
            new FatGeometry(FatKind.FAT16, 31 * ONE_MIB_SECTORS, 4, 512),
            700,
            new ExampleContent.Size(2600, 16 * 1024, 64 * 1024),
            2002,
            new Packaging("vmdk", List.of("-m", "1", "-o", "subformat=streamOptimized")));

    private static final ExampleDisk POCKET = new ExampleDisk(
            "pocket",
            "About 120 KiB, FAT12, a length that is no multiple of a cluster; kept raw.",
            8,
            new FatGeometry(FatKind.FAT12, 237, 1, 64),
            5,
            new ExampleContent.Size(500, 32 * 1024, 8 * 1024),
            3003,
            Packaging.RAW);

    private static final ExampleDisk LEGACY = new ExampleDisk(
            "legacy",
            "8 MiB, FAT12, kept as qcow2 version 2 with 4 KiB clusters, not compressed.",
            63,
            new FatGeometry(FatKind.FAT12, 8 * ONE_MIB_SECTORS - 63, 8, 112),
            40,
            new ExampleContent.Size(500, 24 * 1024, 16 * 1024),
            4004,
            new Packaging("qcow2", List.of("-o", "compat=0.10,cluster_size=4k")));

    private ExampleDisks() {}

    /** All example disks, in the order of the documentation. */
    public static List<ExampleDisk> all() {
        return List.of(WEB_01, DB_01, POCKET, LEGACY);
    }
}
