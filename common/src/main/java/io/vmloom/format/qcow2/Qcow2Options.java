package io.vmloom.format.qcow2;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.error.RequestException;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The {@code -o} options of a qcow2 target, under qemu-img's names and with its defaults.
 *
 * @param codec what the header names, whether or not clusters are compressed
 * @param level of the codec's own scale, when clusters are compressed
 */
record Qcow2Options(int clusterBits, boolean compress, Codec codec, int level) {
    private static final String CLUSTER_SIZE = "cluster_size";
    private static final String COMPRESS = "compress";
    private static final String COMPRESSION_TYPE = "compression_type";
    private static final String COMPRESSION_LEVEL = "compression_level";

    private static final long MIN_CLUSTER_BYTES = 4 * ByteSize.KIB;
    private static final long MAX_CLUSTER_BYTES = 2 * ByteSize.MIB;
    /** Little slower than level 2, and each kind of real files came out smaller than by qemu-img; docs/benchmarks.md. */
    private static final int DEFAULT_DEFLATE_LEVEL = 4;

    /** From 3 % smaller to 1 % larger than by qemu-img; the next level takes twice the time. */
    private static final int DEFAULT_ZSTD_LEVEL = 4;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,2}");

    static Qcow2Options of(TargetRequest request) {
        Map<String, String> options = request.options();
        for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
            requireWritten(request, option.getKey(), option.getValue());
        }
        boolean compress = isOn(request, options.getOrDefault(COMPRESS, "off"));
        Codec codec = codec(request, options.getOrDefault(COMPRESSION_TYPE, "zlib"));
        if (!compress && options.containsKey(COMPRESSION_LEVEL)) {
            throw wrong(request, "compression_level means nothing without compress=on");
        }
        int clusterBits = clusterBits(request, options.getOrDefault(CLUSTER_SIZE, "64k"));
        return new Qcow2Options(
                clusterBits, compress, codec, level(request, codec, options.getOrDefault(COMPRESSION_LEVEL, "")));
    }

    /** What clusters are compressed with, if they are. */
    Optional<Compression> compression() {
        return compress ? Optional.of(new Compression(codec, level)) : Optional.empty();
    }

    private static void requireWritten(TargetRequest request, String name, String value) {
        switch (name) {
            case CLUSTER_SIZE, COMPRESS, COMPRESSION_TYPE, COMPRESSION_LEVEL -> {}
            case "compat" -> requireOnly(request, name, value, "1.1", "v3");
            case "refcount_bits" -> requireOnly(request, name, value, "16");
            case "extended_l2", "lazy_refcounts", "preallocation", "encryption", "data_file_raw" ->
                requireOnly(request, name, value, "off", "false");
            case "backing_file", "backing_fmt", "data_file" ->
                throw wrong(request, name + " is not written: a target stands alone; leave it out");
            default -> {
                if (name.startsWith("encrypt.")) {
                    throw wrong(request, name + " is not written yet; leave it out");
                }
                throw wrong(
                        request,
                        "unknown qcow2 option '" + name + "'; known are " + CLUSTER_SIZE + ", " + COMPRESS + ", "
                                + COMPRESSION_LEVEL + ", " + COMPRESSION_TYPE);
            }
        }
    }

    /** For options of qemu-img that have one meaning here so far. */
    private static void requireOnly(TargetRequest request, String name, String value, String... written) {
        for (String one : written) {
            if (one.equals(value)) {
                return;
            }
        }
        throw wrong(
                request, name + "=" + value + " is not written yet; leave it out or use " + name + "=" + written[0]);
    }

    /** A manifest in YAML 1.1 gives {@code on} as {@code true}. */
    private static boolean isOn(TargetRequest request, String value) {
        return switch (value) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw wrong(request, "compress must be on or off, got: '" + value + "'");
        };
    }

    private static Codec codec(TargetRequest request, String value) {
        return switch (value) {
            case "zlib" -> Codec.DEFLATE;
            case "zstd" -> Codec.ZSTD;
            default -> throw wrong(request, "compression_type must be zlib or zstd, got: '" + value + "'");
        };
    }

    private static int clusterBits(TargetRequest request, String value) {
        long bytes;
        try {
            bytes = ByteSize.parse(value);
        } catch (IllegalArgumentException e) {
            throw wrong(request, "cluster_size: " + e.getMessage());
        }
        if (bytes < MIN_CLUSTER_BYTES || bytes > MAX_CLUSTER_BYTES || !Alignment.isPowerOfTwo(bytes)) {
            throw wrong(
                    request,
                    "cluster_size must be a power of two from 4k to 2M, got: '" + value
                            + "'; leave it out for 64k, which suits most disks");
        }
        return Long.numberOfTrailingZeros(bytes);
    }

    private static int level(TargetRequest request, Codec codec, String value) {
        boolean zstd = codec == Codec.ZSTD;
        if (value.isEmpty()) {
            return zstd ? DEFAULT_ZSTD_LEVEL : DEFAULT_DEFLATE_LEVEL;
        }
        int highest = zstd ? 22 : 12;
        int level = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
        if (level < 1 || level > highest) {
            throw wrong(
                    request,
                    "compression_level of " + (zstd ? "zstd" : "zlib") + " must be 1 to " + highest + ", got: '" + value
                            + "'");
        }
        return level;
    }

    private static RequestException wrong(TargetRequest request, String reason) {
        return new RequestException(request.name() + ": " + reason);
    }
}
