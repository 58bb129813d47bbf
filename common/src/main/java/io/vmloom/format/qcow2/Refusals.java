package io.vmloom.format.qcow2;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.util.StringJoiner;

/** Images that are understood and not converted: damaged, or newer than this reader. */
final class Refusals {
    private Refusals() {}

    static void check(ByteSource source, Qcow2Header header, HeaderExtensions extensions) {
        refuseUnknownFeatures(source, header, extensions);
        refuseCorrupt(source, header);
        Encryption.requireKnown(source, header);
        requireCompressionType(source, header);
        requireSubclusters(source, header);
    }

    private static void refuseUnknownFeatures(ByteSource source, Qcow2Header header, HeaderExtensions extensions) {
        long unknown = header.incompatible() & ~Features.KNOWN;
        if (unknown == 0) {
            return;
        }
        StringJoiner features = new StringJoiner(", ");
        for (long rest = unknown; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            String name = extensions.featureNames().getOrDefault(bit, "");
            features.add(name.isEmpty() ? "bit " + bit + " without a name" : "'" + name + "' (bit " + bit + ")");
        }
        throw ImageException.unsupported(
                source.name(),
                "it needs qcow2 features that this version does not know: " + features,
                "rewrite it with qemu-img convert, or use a newer vmloom");
    }

    private static void refuseCorrupt(ByteSource source, Qcow2Header header) {
        if (header.has(Features.CORRUPT)) {
            throw ImageException.invalid(
                    source.name(), Qcow2Header.INCOMPATIBLE_AT, "the program that wrote it marked it as corrupt");
        }
    }

    private static void requireCompressionType(ByteSource source, Qcow2Header header) {
        int type = header.compressionType();
        if (type != Qcow2Header.ZLIB && type != Qcow2Header.ZSTD) {
            throw ImageException.unsupported(
                    source.name(),
                    "its compression type is " + type + ", and zlib (0) and zstd (1) are read",
                    "rewrite it with qemu-img convert");
        }
        if (header.has(Features.COMPRESSION_TYPE) != (type != Qcow2Header.ZLIB)) {
            throw ImageException.invalid(
                    source.name(),
                    Qcow2Header.COMPRESSION_TYPE_AT,
                    "the compression type must be other than 0 exactly when its feature bit is set, got: type " + type);
        }
    }

    private static void requireSubclusters(ByteSource source, Qcow2Header header) {
        Geometry geometry = header.geometry();
        if (geometry.extendedL2() && geometry.clusterBits() < Geometry.MIN_EXTENDED_CLUSTER_BITS) {
            throw ImageException.invalid(
                    source.name(),
                    Qcow2Header.CLUSTER_BITS_AT,
                    "extended L2 entries need cluster_bits of at least 14, got: " + geometry.clusterBits());
        }
    }
}
