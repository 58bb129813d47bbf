package io.vmloom.loadtest.bench;

import java.util.List;
import java.util.Locale;

/** One conversion that both programs make, with the arguments of each beside source and target. */
enum BenchCase {
    PLAIN("raw → qcow2", Way.FILE, Input.RAW, "qcow2", List.of(), Arguments.FASTEST),
    BARE("raw → qcow2, no digest", Way.FILE, Input.RAW, "qcow2", Arguments.BARE, Arguments.FASTEST),
    SYNCED("raw → qcow2, both on disk", Way.SYNCED_FILE, Input.RAW, "qcow2", List.of(), Arguments.FASTEST),
    ZLIB("raw → qcow2 zlib", Way.FILE, Input.RAW, "qcow2", Arguments.ZLIB_OPTIONS, Arguments.ZLIB_OF_PEER),
    ZSTD("raw → qcow2 zstd", Way.FILE, Input.RAW, "qcow2", Arguments.ZSTD_OPTIONS, Arguments.ZSTD_OF_PEER),
    STREAM(
            "raw → vmdk streamOptimized",
            Way.FILE,
            Input.RAW,
            "vmdk",
            Arguments.STREAM_OPTIONS,
            Arguments.STREAM_OPTIONS),
    STREWN(
            "raw of 1 TiB, a quarter of the data → qcow2 zlib",
            Way.FILE,
            Input.STREWN,
            "qcow2",
            Arguments.ZLIB_OPTIONS,
            Arguments.ZLIB_OF_PEER),
    AGAIN(
            "qcow2 zlib → qcow2 zlib",
            Way.FILE,
            Input.QCOW2_ZLIB,
            "qcow2",
            Arguments.ZLIB_OPTIONS,
            Arguments.ZLIB_OF_PEER),
    AGAIN_STREAM(
            "vmdk streamOptimized → vmdk streamOptimized",
            Way.FILE,
            Input.STREAM,
            "vmdk",
            Arguments.STREAM_OPTIONS,
            Arguments.STREAM_OPTIONS),
    VDI("raw → vdi", Way.FILE, Input.RAW, "vdi", List.of(), Arguments.FASTEST),
    BARE_VDI("raw → vdi, no digest", Way.FILE, Input.RAW, "vdi", Arguments.BARE, Arguments.FASTEST),
    VHDX("raw → vhdx", Way.FILE, Input.RAW, "vhdx", List.of(), Arguments.FASTEST),
    BARE_VHDX("raw → vhdx, no digest", Way.FILE, Input.RAW, "vhdx", Arguments.BARE, Arguments.FASTEST),
    EXPAND("qcow2 zlib → raw", Way.FILE, Input.QCOW2_ZLIB, "raw", List.of(), Arguments.FASTEST),
    BARE_EXPAND("qcow2 zlib → raw, no digest", Way.FILE, Input.QCOW2_ZLIB, "raw", Arguments.BARE, Arguments.FASTEST),
    FROM_QCOW2("qcow2 → raw", Way.FILE, Input.QCOW2, "raw", List.of(), Arguments.FASTEST),
    BARE_FROM_QCOW2("qcow2 → raw, no digest", Way.FILE, Input.QCOW2, "raw", Arguments.BARE, Arguments.FASTEST),
    FROM_STREAM("vmdk streamOptimized → raw", Way.FILE, Input.STREAM, "raw", List.of(), Arguments.FASTEST),
    FROM_VDI("vdi → raw", Way.FILE, Input.VDI, "raw", List.of(), Arguments.FASTEST),
    FROM_VHDX("vhdx → raw", Way.FILE, Input.VHDX, "raw", List.of(), Arguments.FASTEST),
    S3(
            "S3 qcow2 zlib → S3 qcow2 zstd",
            Way.S3,
            Input.QCOW2_ZLIB,
            "qcow2",
            Arguments.ZSTD_OPTIONS,
            Arguments.ZSTD_OF_PEER),
    S3_ZLIB(
            "S3 qcow2 zlib → S3 qcow2 zlib",
            Way.S3,
            Input.QCOW2_ZLIB,
            "qcow2",
            Arguments.ZLIB_OPTIONS,
            Arguments.ZLIB_OF_PEER),
    S3_STREAM(
            "S3 qcow2 zlib → S3 vmdk streamOptimized",
            Way.S3,
            Input.QCOW2_ZLIB,
            "vmdk",
            Arguments.STREAM_OPTIONS,
            Arguments.STREAM_OPTIONS);

    /** Where source and target are. */
    enum Way {
        /** Files that both leave to the system's write cache, as qemu-img does by default. */
        FILE,
        /** Files that both sync before the clock stops, as vmloom does by default. */
        SYNCED_FILE,
        /** Objects of one server; the peer downloads, converts and uploads. */
        S3
    }

    /** What the programs are told; qemu-img gets what makes it fastest. */
    private static final class Arguments {
        static final List<String> FASTEST = List.of("-W", "-m", "16");
        static final List<String> BARE = List.of("--verify", "none");
        static final List<String> ZLIB_OPTIONS = List.of("-o", "compress=on");
        static final List<String> ZLIB_OF_PEER = List.of("-c", "-W", "-m", "16");
        static final List<String> ZSTD_OPTIONS = List.of("-o", "compress=on,compression_type=zstd");
        static final List<String> ZSTD_OF_PEER = List.of("-c", "-W", "-m", "16", "-o", "compression_type=zstd");
        static final List<String> STREAM_OPTIONS = List.of("-o", "subformat=streamOptimized");
    }

    private final String title;
    private final Way way;
    private final Input input;
    private final String targetFormat;
    private final List<String> vmloomArguments;
    private final List<String> qemuArguments;

    BenchCase(
            String title,
            Way way,
            Input input,
            String targetFormat,
            List<String> vmloomArguments,
            List<String> qemuArguments) {
        this.title = title;
        this.way = way;
        this.input = input;
        this.targetFormat = targetFormat;
        this.vmloomArguments = vmloomArguments;
        this.qemuArguments = qemuArguments;
    }

    String title() {
        return title;
    }

    Way way() {
        return way;
    }

    Input input() {
        return input;
    }

    String targetFormat() {
        return targetFormat;
    }

    List<String> vmloomArguments() {
        return vmloomArguments;
    }

    List<String> qemuArguments() {
        return qemuArguments;
    }

    /** As it is said on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
