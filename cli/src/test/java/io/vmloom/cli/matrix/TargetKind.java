package io.vmloom.cli.matrix;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is to be written. */
enum TargetKind {
    RAW("raw"),
    QCOW2("qcow2"),
    QCOW2_ZLIB("qcow2"),
    QCOW2_ZSTD("qcow2"),
    VMDK("vmdk"),
    VMDK_SPARSE("vmdk"),
    VDI("vdi"),
    VDI_STATIC("vdi");

    /** Of the codec's own scale. */
    enum Level {
        USUAL,
        LOWEST,
        HIGHEST
    }

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

    boolean isVmdk() {
        return format.equals("vmdk");
    }

    /** Whether zeros take room on an object store. */
    boolean storesZeros() {
        return this == RAW || this == VDI_STATIC;
    }

    boolean isCompressed() {
        return this == QCOW2_ZLIB || this == QCOW2_ZSTD || this == VMDK;
    }

    Map<String, String> options(int clusterBytes, Level level) {
        Map<String, String> options = new LinkedHashMap<>();
        switch (this) {
            case RAW, VDI -> {}
            case QCOW2 -> options.put("cluster_size", String.valueOf(clusterBytes));
            case QCOW2_ZLIB, QCOW2_ZSTD -> {
                options.put("cluster_size", String.valueOf(clusterBytes));
                options.put("compress", "on");
                options.put("compression_type", this == QCOW2_ZSTD ? "zstd" : "zlib");
            }
            case VMDK -> options.put("subformat", "streamOptimized");
            case VMDK_SPARSE -> options.put("subformat", "monolithicSparse");
            case VDI_STATIC -> options.put("static", "on");
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
