package io.vmloom.loadtest.bench;

import io.vmloom.error.RequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One conversion that both programs make, with the arguments of each beside source and target. */
enum BenchCase {
    PLAIN("raw → qcow2", Way.FILE, Input.RAW, "qcow2", List.of(), List.of("-W", "-m", "16")),
    SYNCED("raw → qcow2, both on disk", Way.SYNCED_FILE, Input.RAW, "qcow2", List.of(), List.of("-W", "-m", "16")),
    ZLIB(
            "raw → qcow2 zlib",
            Way.FILE,
            Input.RAW,
            "qcow2",
            List.of("-o", "compress=on"),
            List.of("-c", "-W", "-m", "16")),
    ZSTD(
            "raw → qcow2 zstd",
            Way.FILE,
            Input.RAW,
            "qcow2",
            List.of("-o", "compress=on,compression_type=zstd"),
            List.of("-c", "-W", "-m", "16", "-o", "compression_type=zstd")),
    STREAM(
            "raw → vmdk streamOptimized",
            Way.FILE,
            Input.RAW,
            "vmdk",
            List.of("-o", "subformat=streamOptimized"),
            List.of("-o", "subformat=streamOptimized")),
    EXPAND("qcow2 zlib → raw", Way.FILE, Input.QCOW2_ZLIB, "raw", List.of(), List.of("-W", "-m", "16")),
    S3(
            "S3 qcow2 zlib → S3 qcow2 zstd",
            Way.S3,
            Input.QCOW2_ZLIB,
            "qcow2",
            List.of("-o", "compress=on,compression_type=zstd"),
            List.of("-c", "-W", "-m", "16", "-o", "compression_type=zstd")),
    S3_ZLIB(
            "S3 qcow2 zlib → S3 qcow2 zlib",
            Way.S3,
            Input.QCOW2_ZLIB,
            "qcow2",
            List.of("-o", "compress=on"),
            List.of("-c", "-W", "-m", "16"));

    /** Where source and target are. */
    enum Way {
        /** Files; qemu-img leaves its target to the page cache, as it does by default, while vmloom always syncs. */
        FILE,
        /** Files, and the peer's target is synced as well before the clock stops. */
        SYNCED_FILE,
        /** Objects of one server; the peer downloads, converts and uploads. */
        S3
    }

    /** What is converted. */
    enum Input {
        RAW("raw"),
        QCOW2_ZLIB("qcow2");

        private final String format;

        Input(String format) {
            this.format = format;
        }

        String format() {
            return format;
        }
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

    static BenchCase named(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new RequestException("no case '" + label + "'; there are "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(BenchCase::label).toList())));
    }
}
