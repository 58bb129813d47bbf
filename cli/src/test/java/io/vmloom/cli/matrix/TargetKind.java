package io.vmloom.cli.matrix;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is to be written. */
enum TargetKind {
    RAW("raw"),
    QCOW2("qcow2"),
    QCOW2_ZLIB("qcow2"),
    QCOW2_ZSTD("qcow2"),
    QCOW2_V2("qcow2"),
    QCOW2_SUBCLUSTERS("qcow2"),
    VMDK("vmdk"),
    VMDK_SPARSE("vmdk"),
    VMDK_FLAT("vmdk"),
    VMDK_OF_ESX("vmdk"),
    VMDK_SPARSE_PIECES("vmdk"),
    VMDK_FLAT_PIECES("vmdk"),
    VDI("vdi"),
    VDI_STATIC("vdi"),
    VHD("vpc"),
    /** Grows to the next size that has a geometry. */
    VHD_BY_GEOMETRY("vpc"),
    VHD_FIXED("vpc"),
    VHDX("vhdx"),
    VHDX_FIXED("vhdx"),
    QCOW("qcow"),
    QCOW_ZLIB("qcow"),
    QED("qed"),
    PARALLELS("parallels"),
    COW("cow"),
    LUKS("luks"),
    QCOW2_LUKS("qcow2");

    /** Of the codec's own scale. */
    enum Level {
        USUAL,
        LOWEST,
        HIGHEST
    }

    private static final int SMALLEST_EXTENDED_CLUSTER = 16 << 10;

    private final String format;

    TargetKind(String format) {
        this.format = format;
    }

    String format() {
        return format;
    }

    boolean isQcow2() {
        return format.equals("qcow2");
    }

    boolean allows(int clusterBytes) {
        return this != QCOW2_SUBCLUSTERS || clusterBytes >= SMALLEST_EXTENDED_CLUSTER;
    }

    /** No program would open the others: vmloom refuses to write them. */
    boolean holdsEmptyDisks() {
        return switch (this) {
            case RAW,
                    QCOW2,
                    QCOW2_ZLIB,
                    QCOW2_ZSTD,
                    QCOW2_V2,
                    QCOW2_SUBCLUSTERS,
                    VDI,
                    VDI_STATIC,
                    VHD,
                    VHD_BY_GEOMETRY,
                    QED,
                    PARALLELS,
                    COW,
                    LUKS,
                    QCOW2_LUKS -> true;
            case VMDK,
                    VMDK_SPARSE,
                    VMDK_FLAT,
                    VMDK_OF_ESX,
                    VMDK_SPARSE_PIECES,
                    VMDK_FLAT_PIECES,
                    VHD_FIXED,
                    VHDX,
                    VHDX_FIXED,
                    QCOW,
                    QCOW_ZLIB -> false;
        };
    }

    /** Whether we or qemu-img read holes, of the disk or of the file, as if they were data. */
    boolean hidesHoles() {
        return this == VDI_STATIC || this == VHDX || this == VHDX_FIXED || this == LUKS;
    }

    /** Whether zeros take room on an object store. */
    boolean storesZeros() {
        return Set.of(RAW, VDI_STATIC, VMDK_FLAT, VMDK_OF_ESX, VMDK_FLAT_PIECES, VHD_FIXED, VHDX_FIXED, COW, LUKS)
                .contains(this);
    }

    /** Whether it has a key. */
    boolean isEncrypted() {
        return this == LUKS || this == QCOW2_LUKS;
    }

    /** Whether the target is a text with extents beside it. */
    boolean hasExtents() {
        return this == VMDK_FLAT || this == VMDK_OF_ESX || this == VMDK_SPARSE_PIECES || this == VMDK_FLAT_PIECES;
    }

    boolean isCompressed() {
        return this == QCOW2_ZLIB || this == QCOW2_ZSTD || this == QCOW2_V2 || this == QCOW_ZLIB || this == VMDK;
    }

    Map<String, String> options(int clusterBytes, Level level) {
        Map<String, String> options = new LinkedHashMap<>();
        switch (this) {
            case RAW, VDI, QCOW, QED, PARALLELS, COW -> {}
            case QCOW_ZLIB -> options.put("compress", "on");
            case QCOW2 -> options.put("cluster_size", String.valueOf(clusterBytes));
            case QCOW2_ZLIB, QCOW2_ZSTD -> {
                options.put("cluster_size", String.valueOf(clusterBytes));
                options.put("compress", "on");
                options.put("compression_type", this == QCOW2_ZSTD ? "zstd" : "zlib");
            }
            case QCOW2_V2 -> {
                options.put("cluster_size", String.valueOf(clusterBytes));
                options.put("compat", "0.10");
                options.put("compress", "on");
            }
            case QCOW2_SUBCLUSTERS -> {
                options.put("cluster_size", String.valueOf(clusterBytes));
                options.put("extended_l2", "on");
                options.put("refcount_bits", "1");
                options.put("lazy_refcounts", "on");
            }
            case LUKS -> options.put("iterations", "1000");
            case QCOW2_LUKS -> {
                options.put("cluster_size", String.valueOf(clusterBytes));
                options.put("encrypt.format", "luks");
                options.put("encrypt.iterations", "1000");
            }
            case VMDK -> options.put("subformat", "streamOptimized");
            case VMDK_SPARSE -> options.put("subformat", "monolithicSparse");
            case VMDK_FLAT -> options.put("subformat", "monolithicFlat");
            case VMDK_OF_ESX -> options.put("subformat", "vmfs");
            case VMDK_SPARSE_PIECES -> options.put("subformat", "twoGbMaxExtentSparse");
            case VMDK_FLAT_PIECES -> options.put("subformat", "twoGbMaxExtentFlat");
            case VDI_STATIC -> options.put("static", "on");
            case VHD -> options.put("subformat", "dynamic");
            case VHD_BY_GEOMETRY -> options.put("force_size", "off");
            case VHD_FIXED -> options.put("subformat", "fixed");
            case VHDX -> options.put("subformat", "dynamic");
            case VHDX_FIXED -> {
                options.put("subformat", "fixed");
                options.put("block_size", "2M");
            }
        }
        if (isCompressed() && level != Level.USUAL) {
            options.put("compression_level", level == Level.LOWEST ? lowest() : highest());
        }
        return options;
    }

    private String lowest() {
        return this == VMDK ? "0" : "1";
    }

    private String highest() {
        return this == QCOW2_ZSTD ? "22" : "12";
    }
}
