package io.vmloom.loadtest.bench;

import static io.vmloom.loadtest.bench.Trial.Way.FILE;
import static io.vmloom.loadtest.bench.Trial.Way.S3;
import static io.vmloom.loadtest.bench.Trial.Way.SYNCED_FILE;

import io.vmloom.loadtest.bench.Trial.Against;
import io.vmloom.loadtest.bench.Trial.Clustered;
import io.vmloom.loadtest.bench.Trial.Conversion;
import io.vmloom.loadtest.bench.Trial.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One line of the table. */
enum BenchCase {
    PLAIN("raw → qcow2", new Conversion(FILE, Input.RAW, "qcow2", List.of(), Arguments.FASTEST)),
    BARE("raw → qcow2, no digest", new Conversion(FILE, Input.RAW, "qcow2", Arguments.BARE, Arguments.FASTEST)),
    SYNCED("raw → qcow2, both on disk", new Conversion(SYNCED_FILE, Input.RAW, "qcow2", List.of(), Arguments.FASTEST)),
    ZLIB("raw → qcow2 zlib", new Conversion(FILE, Input.RAW, "qcow2", Arguments.ZLIB, Arguments.ZLIB_OF_PEER)),
    ZSTD("raw → qcow2 zstd", new Conversion(FILE, Input.RAW, "qcow2", Arguments.ZSTD, Arguments.ZSTD_OF_PEER)),
    STREAM("raw → vmdk streamOptimized", new Conversion(FILE, Input.RAW, "vmdk", Arguments.STREAM, Arguments.STREAM)),
    STREWN(
            "raw of 1 TiB, a quarter of the data → qcow2 zlib",
            new Conversion(FILE, Input.STREWN, "qcow2", Arguments.ZLIB, Arguments.ZLIB_OF_PEER)),
    AGAIN(
            "qcow2 zlib → qcow2 zlib",
            new Conversion(FILE, Input.QCOW2_ZLIB, "qcow2", Arguments.ZLIB, Arguments.ZLIB_OF_PEER)),
    AGAIN_STREAM(
            "vmdk streamOptimized → vmdk streamOptimized",
            new Conversion(FILE, Input.STREAM, "vmdk", Arguments.STREAM, Arguments.STREAM)),
    VDI("raw → vdi", new Conversion(FILE, Input.RAW, "vdi", List.of(), Arguments.FASTEST)),
    BARE_VDI("raw → vdi, no digest", new Conversion(FILE, Input.RAW, "vdi", Arguments.BARE, Arguments.FASTEST)),
    VHDX("raw → vhdx", new Conversion(FILE, Input.RAW, "vhdx", List.of(), Arguments.FASTEST)),
    BARE_VHDX("raw → vhdx, no digest", new Conversion(FILE, Input.RAW, "vhdx", Arguments.BARE, Arguments.FASTEST)),
    EXPAND("qcow2 zlib → raw", new Conversion(FILE, Input.QCOW2_ZLIB, "raw", List.of(), Arguments.FASTEST)),
    BARE_EXPAND(
            "qcow2 zlib → raw, no digest",
            new Conversion(FILE, Input.QCOW2_ZLIB, "raw", Arguments.BARE, Arguments.FASTEST)),
    FROM_QCOW2("qcow2 → raw", new Conversion(FILE, Input.QCOW2, "raw", List.of(), Arguments.FASTEST)),
    BARE_FROM_QCOW2(
            "qcow2 → raw, no digest", new Conversion(FILE, Input.QCOW2, "raw", Arguments.BARE, Arguments.FASTEST)),
    FROM_STREAM("vmdk streamOptimized → raw", new Conversion(FILE, Input.STREAM, "raw", List.of(), Arguments.FASTEST)),
    FROM_VDI("vdi → raw", new Conversion(FILE, Input.VDI, "raw", List.of(), Arguments.FASTEST)),
    FROM_VHDX("vhdx → raw", new Conversion(FILE, Input.VHDX, "raw", List.of(), Arguments.FASTEST)),
    S3_PLAIN("S3 qcow2 → S3 qcow2", new Conversion(S3, Input.QCOW2, "qcow2", List.of(), Arguments.FASTEST)),
    S3_VDI("S3 qcow2 → S3 vdi", new Conversion(S3, Input.QCOW2, "vdi", List.of(), Arguments.FASTEST)),
    S3_ZLIB(
            "S3 qcow2 → S3 qcow2 zlib",
            new Conversion(S3, Input.QCOW2, "qcow2", Arguments.ZLIB, Arguments.ZLIB_OF_PEER)),
    S3_ZSTD(
            "S3 qcow2 zlib → S3 qcow2 zstd",
            new Conversion(S3, Input.QCOW2_ZLIB, "qcow2", Arguments.ZSTD, Arguments.ZSTD_OF_PEER)),
    S3_AGAIN(
            "S3 qcow2 zlib → S3 qcow2 zlib",
            new Conversion(S3, Input.QCOW2_ZLIB, "qcow2", Arguments.ZLIB, Arguments.ZLIB_OF_PEER)),
    S3_STREAM(
            "S3 qcow2 zlib → S3 vmdk streamOptimized",
            new Conversion(S3, Input.QCOW2_ZLIB, "vmdk", Arguments.STREAM, Arguments.STREAM)),
    CLUSTER(
            "S3 qcow2 → S3 qcow2 by a cluster",
            new Clustered(Input.QCOW2, Arguments.PLAIN_TARGET, 1, Duration.ZERO, Against.ONE_PROCESS)),
    CLUSTER_ZLIB(
            "S3 qcow2 → S3 qcow2 zlib by a cluster",
            new Clustered(Input.QCOW2, Arguments.ZLIB_TARGET, 1, Duration.ZERO, Against.ONE_PROCESS)),
    TWO_WORKERS(
            "S3 qcow2 → S3 qcow2 by two workers, store 200 ms away",
            new Clustered(Input.QCOW2, Arguments.PLAIN_TARGET, 2, Arguments.FAR, Against.ONE_WORKER)),
    DIGEST("digest of raw", new Reading(Input.RAW, Arguments.DIGEST, List.of("sha256sum"))),
    DIGEST_OPENSSL("digest of raw", new Reading(Input.RAW, Arguments.DIGEST, List.of("openssl", "dgst", "-sha256"))),
    INSPECT("inspect qcow2", new Reading(Input.QCOW2, List.of("inspect"), Arguments.INFO)),
    SMALL("raw of 64 MiB → qcow2", new Conversion(FILE, Input.SMALL, "qcow2", List.of(), Arguments.FASTEST)),
    FRAGMENTED(
            "measure qcow2 of 2,560 times the size, no cluster beside the next one, heap of 512 MiB",
            new Reading(Input.FRAGMENTED, Arguments.MEASURE, Arguments.MEASURE_OF_PEER, "-Xmx512m"));

    /** What the programs are told; qemu-img gets what makes it fastest. */
    private static final class Arguments {
        static final List<String> FASTEST = List.of("-W", "-m", "16");
        static final List<String> BARE = List.of("--verify", "none");
        static final List<String> ZLIB = List.of("-o", "compress=on");
        static final List<String> ZLIB_OF_PEER = List.of("-c", "-W", "-m", "16");
        static final List<String> ZSTD = List.of("-o", "compress=on,compression_type=zstd");
        static final List<String> ZSTD_OF_PEER = List.of("-c", "-W", "-m", "16", "-o", "compression_type=zstd");
        static final List<String> STREAM = List.of("-o", "subformat=streamOptimized");
        static final List<String> DIGEST = List.of("digest", "-f", "raw");
        static final List<String> INFO = List.of(QemuImg.PROGRAM, "info");
        static final List<String> MEASURE = List.of("measure", "--to", "qcow2");
        static final List<String> MEASURE_OF_PEER = List.of(QemuImg.PROGRAM, "measure", "-O", "qcow2");
        static final Trial.Target PLAIN_TARGET = new Trial.Target("qcow2", List.of());
        static final Trial.Target ZLIB_TARGET = new Trial.Target("qcow2", List.of("compress=on"));
        static final Duration FAR = Duration.ofMillis(200);
    }

    private final String title;
    private final Trial trial;

    BenchCase(String title, Trial trial) {
        this.title = title;
        this.trial = trial;
    }

    String title() {
        return title;
    }

    Trial trial() {
        return trial;
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
