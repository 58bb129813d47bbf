package io.vmloom.loadtest.micro;

import io.vmloom.codec.Compression;
import io.vmloom.format.Formats;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.task.EncoderSpec;
import java.util.Map;

/** Targets of a disk that has {@link #UNITS} units of the target. */
enum SampleTarget {
    QCOW2("qcow2", 64 << 10, Map.of()),
    QCOW2_ZLIB("qcow2", 64 << 10, Map.of("compress", "on")),
    QCOW2_ZSTD("qcow2", 64 << 10, Map.of("compress", "on", "compression_type", "zstd")),
    VMDK("vmdk", 64 << 10, Map.of("subformat", "streamOptimized")),
    VDI("vdi", 1 << 20, Map.of()),
    VHDX("vhdx", 1 << 20, Map.of("block_size", "1M"));

    static final int UNITS = 16_384;

    private final String format;
    private final long unitBytes;
    private final Map<String, String> options;

    SampleTarget(String format, long unitBytes, Map<String, String> options) {
        this.format = format;
        this.unitBytes = unitBytes;
        this.options = options;
    }

    String format() {
        return format;
    }

    TargetDesign design() {
        return Formats.writable(format)
                .target()
                .orElseThrow()
                .design(new TargetRequest(name(), unitBytes * UNITS, options, name()));
    }

    /** Of targets that are compressed. */
    Compression compression() {
        return switch (design().encoder()) {
            case EncoderSpec.PackedCompressed packed -> packed.compression();
            case EncoderSpec.MarkedStream marked -> marked.compression();
            case EncoderSpec.Streams streams -> streams.compression();
            case EncoderSpec.Identity identity -> throw plain();
            case EncoderSpec.PackedPlain packed -> throw plain();
            case EncoderSpec.Encrypted encrypted -> throw plain();
        };
    }

    private IllegalStateException plain() {
        return new IllegalStateException("target must be compressed, got: " + this);
    }
}
