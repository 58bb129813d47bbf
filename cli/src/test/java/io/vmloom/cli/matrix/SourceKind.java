package io.vmloom.cli.matrix;

/** What a source is. */
enum SourceKind {
    RAW("raw"),
    QCOW2("qcow2"),
    /** A snapshot inside, from which the disk has gone on since. */
    QCOW2_SNAPSHOT("qcow2"),
    VMDK_OF_QEMU("vmdk"),
    VMDK_OF_VMLOOM("vmdk"),
    VMDK_SPARSE_OF_QEMU("vmdk"),
    VDI_OF_QEMU("vdi"),
    VDI_STATIC_OF_QEMU("vdi"),
    /** Its size is that of a geometry, which is greater than the guest's. */
    VHD_OF_QEMU("vpc"),
    /** Its size is the guest's. */
    VHD_FIXED_OF_QEMU("vpc"),
    VHDX_OF_QEMU("vhdx"),
    VHDX_FIXED_OF_QEMU("vhdx");

    /** How a qcow2 is encoded, in qemu-img's terms. */
    enum Coding {
        V2("compat=0.10", false),
        V2_ZLIB("compat=0.10", true),
        V3("compat=1.1", false),
        V3_ZLIB("compat=1.1", true),
        V3_ZSTD("compat=1.1,compression_type=zstd", true),
        EXTENDED("compat=1.1,extended_l2=on", false),
        EXTENDED_ZLIB("compat=1.1,extended_l2=on", true);

        private static final int SMALLEST_EXTENDED_CLUSTER = 16 << 10;

        private final String options;
        private final boolean compressed;

        Coding(String options, boolean compressed) {
            this.options = options;
            this.compressed = compressed;
        }

        String options(int clusterBytes) {
            return options + ",cluster_size=" + clusterBytes;
        }

        boolean compressed() {
            return compressed;
        }

        boolean allows(int clusterBytes) {
            return !options.contains("extended_l2") || clusterBytes >= SMALLEST_EXTENDED_CLUSTER;
        }
    }

    private final String format;

    SourceKind(String format) {
        this.format = format;
    }

    String format() {
        return format;
    }

    boolean isQcow2() {
        return format.equals("qcow2");
    }

    /** qemu-img opens no VMDK without a byte, nor the fixed VHD that it makes of an empty disk. */
    boolean holdsEmptyDisks() {
        return this != VHD_FIXED_OF_QEMU && !format.equals("vmdk");
    }

    /** Whether we read the file's holes as if they were data. */
    boolean hidesHoles() {
        return this == VDI_STATIC_OF_QEMU || this == VHDX_FIXED_OF_QEMU;
    }

    /** Whether zeros take room on an object store. */
    boolean storesZeros() {
        return this == RAW || this == VDI_STATIC_OF_QEMU || this == VHD_FIXED_OF_QEMU || this == VHDX_FIXED_OF_QEMU;
    }
}
