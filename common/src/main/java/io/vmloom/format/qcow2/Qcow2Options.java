package io.vmloom.format.qcow2;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.extent.Parent;
import io.vmloom.format.TargetOptions;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The {@code -o} options of a qcow2 target, under qemu-img's names and with its defaults.
 *
 * @param version 2 or 3
 * @param compress whether clusters are compressed
 * @param compression what the header names, whether or not clusters are compressed
 * @param keepsStreams whether clusters are taken as the source compressed them, where it can be: unless a level is wanted
 * @param backing what the header names as the image below
 * @param bitmaps whether the source's are kept
 */
record Qcow2Options(
        int version,
        Geometry geometry,
        RefcountWidth refcounts,
        boolean lazyRefcounts,
        boolean compress,
        Compression compression,
        boolean keepsStreams,
        Optional<Parent.Named> backing,
        boolean bitmaps,
        boolean skipBrokenBitmaps) {
    private static final String COMPAT = "compat";
    private static final String CLUSTER_SIZE = "cluster_size";
    private static final String EXTENDED_L2 = "extended_l2";
    private static final String REFCOUNT_BITS = "refcount_bits";
    private static final String LAZY_REFCOUNTS = "lazy_refcounts";
    private static final String COMPRESS = "compress";
    private static final String COMPRESSION_TYPE = "compression_type";
    private static final String COMPRESSION_LEVEL = "compression_level";
    private static final Set<String> KNOWN = Set.of(
            COMPAT,
            CLUSTER_SIZE,
            EXTENDED_L2,
            REFCOUNT_BITS,
            LAZY_REFCOUNTS,
            COMPRESS,
            COMPRESSION_TYPE,
            COMPRESSION_LEVEL,
            BackingOptions.FILE,
            BackingOptions.FORMAT,
            KeptBitmaps.KEEP,
            KeptBitmaps.SKIP_BROKEN,
            "preallocation",
            "encryption",
            "data_file_raw");

    /** Of these, only {@code off} is written. */
    private static final Set<String> OFF = Set.of("preallocation", "encryption", "data_file_raw");

    private static final long MIN_CLUSTER_BYTES = 4 * ByteSize.KIB;
    private static final long DEFAULT_CLUSTER_BYTES = 64 * ByteSize.KIB;
    private static final long MAX_CLUSTER_BYTES = 2 * ByteSize.MIB;
    /** Little slower than level 2, and each kind of real files came out smaller than by qemu-img; docs/benchmarks.md. */
    private static final int DEFAULT_DEFLATE_LEVEL = 4;

    private static final int MAX_DEFLATE_LEVEL = 12;

    /** From 3 % smaller to 1 % larger than by qemu-img; the next level takes twice the time. */
    private static final int DEFAULT_ZSTD_LEVEL = 4;

    private static final int MAX_ZSTD_LEVEL = 22;

    Qcow2Options {
        if (version != 2 && version != 3) {
            throw new IllegalArgumentException("qcow2 version must be 2 or 3, got: " + version);
        }
    }

    static Qcow2Options of(TargetRequest request) {
        TargetOptions options = new TargetOptions(request, Qcow2Format.NAME);
        for (Map.Entry<String, String> option : new TreeMap<>(request.options()).entrySet()) {
            requireWritten(options, option.getKey(), option.getValue());
        }
        options.requireKnown(KNOWN);
        boolean compress = options.isOn(COMPRESS, false);
        if (!compress && options.has(COMPRESSION_LEVEL)) {
            throw options.wrong("compression_level means nothing without compress=on");
        }
        int clusterBytes =
                options.powerOfTwo(CLUSTER_SIZE, DEFAULT_CLUSTER_BYTES, MIN_CLUSTER_BYTES, MAX_CLUSTER_BYTES);
        Qcow2Options read = new Qcow2Options(
                version(options),
                new Geometry(Integer.numberOfTrailingZeros(clusterBytes), options.isOn(EXTENDED_L2, false)),
                refcounts(options),
                options.isOn(LAZY_REFCOUNTS, false),
                compress,
                compression(options),
                !options.has(COMPRESSION_LEVEL),
                BackingOptions.read(options),
                options.isOn(KeptBitmaps.KEEP, false),
                options.isOn(KeptBitmaps.SKIP_BROKEN, false));
        read.requireConsistent(options);
        return read;
    }

    /** What clusters are compressed with, if they are. */
    Optional<Compression> compressing() {
        return compress ? Optional.of(compression) : Optional.empty();
    }

    boolean isZstd() {
        return compression.codec() == Codec.ZSTD;
    }

    private static void requireWritten(TargetOptions options, String name, String value) {
        if (OFF.contains(name) && !value.equals("off") && !value.equals("false")) {
            throw options.wrong(name + "=" + value + " is not written yet; leave it out or use " + name + "=off");
        }
        if (name.equals("data_file")) {
            throw options.wrong(name + " is not written: a target is one file; leave it out");
        }
    }

    private static int version(TargetOptions options) {
        String value = options.request().options().getOrDefault(COMPAT, "1.1");
        return switch (value) {
            case "0.10", "v2" -> 2;
            case "1.1", "v3" -> 3;
            default -> throw options.wrong(COMPAT + " must be 0.10 (v2) or 1.1 (v3), got: '" + value + "'");
        };
    }

    private static RefcountWidth refcounts(TargetOptions options) {
        int bits = options.number(REFCOUNT_BITS, RefcountWidth.USUAL.bits(), 1, RefcountWidth.MAX_BITS);
        if (!Alignment.isPowerOfTwo(bits)) {
            throw options.wrong(REFCOUNT_BITS + " must be a power of two from 1 to 64, got: '" + bits + "'");
        }
        return new RefcountWidth(bits);
    }

    private static Compression compression(TargetOptions options) {
        String type = options.request().options().getOrDefault(COMPRESSION_TYPE, "zlib");
        return switch (type) {
            case "zlib" ->
                new Compression(
                        Codec.DEFLATE, options.number(COMPRESSION_LEVEL, DEFAULT_DEFLATE_LEVEL, 1, MAX_DEFLATE_LEVEL));
            case "zstd" ->
                new Compression(Codec.ZSTD, options.number(COMPRESSION_LEVEL, DEFAULT_ZSTD_LEVEL, 1, MAX_ZSTD_LEVEL));
            default -> throw options.wrong(COMPRESSION_TYPE + " must be zlib or zstd, got: '" + type + "'");
        };
    }

    /** What one option excludes of another. */
    private void requireConsistent(TargetOptions options) {
        if (version == 2) {
            requireVersion3(options, isZstd(), COMPRESSION_TYPE + "=zstd");
            requireVersion3(options, !refcounts.equals(RefcountWidth.USUAL), REFCOUNT_BITS + "=" + refcounts.bits());
            requireVersion3(options, geometry.extendedL2(), EXTENDED_L2 + "=on");
            requireVersion3(options, lazyRefcounts, LAZY_REFCOUNTS + "=on");
            // It has no mark for zeros, which would have to be stored so that nothing shows through.
            requireVersion3(options, backing.isPresent(), BackingOptions.FILE);
            requireVersion3(options, bitmaps, KeptBitmaps.KEEP + "=on");
        }
        if (geometry.extendedL2() && geometry.clusterBits() < Geometry.MIN_EXTENDED_CLUSTER_BITS) {
            throw options.wrong(
                    EXTENDED_L2 + "=on needs a " + CLUSTER_SIZE + " of at least 16k, got: " + geometry.clusterBytes());
        }
        if (skipBrokenBitmaps && !bitmaps) {
            throw options.wrong(KeptBitmaps.SKIP_BROKEN + " means nothing without " + KeptBitmaps.KEEP + "=on");
        }
        if (compress && refcounts.bits() < RefcountWidth.USUAL.bits()) {
            throw options.wrong(COMPRESS + "=on needs " + REFCOUNT_BITS + " of at least 16, because many compressed"
                    + " clusters share one of the file, got: " + refcounts.bits());
        }
    }

    private static void requireVersion3(TargetOptions options, boolean wanted, String what) {
        if (wanted) {
            throw options.wrong(what + " does not go with " + COMPAT + "=0.10; use " + COMPAT + "=1.1");
        }
    }
}
