package io.vmloom.format.qcow2;

import io.vmloom.codec.Codec;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;

/**
 * The fields of the header that matter for reading, checked one by one.
 *
 * @param headerBytes where the header extensions begin
 * @param l1Entries and the other counts are as they stand, not yet compared with the file
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2 specification,
 *     "Header"</a>
 */
record Qcow2Header(
        int version,
        Geometry geometry,
        long virtualBytes,
        long backingOffset,
        long backingBytes,
        long cryptMethod,
        long l1Entries,
        long l1Offset,
        long snapshotCount,
        long snapshotsOffset,
        long incompatible,
        long autoclear,
        int compressionType,
        long headerBytes) {
    static final int MAGIC = 0x514649fb;
    static final int VERSION_2_BYTES = 72;
    static final int VERSION_3_BYTES = 104;
    static final int COMPRESSION_TYPE_AT = 104;
    static final int ZLIB = 0;
    static final int ZSTD = 1;

    /** Offsets of fields, for messages. */
    static final int BACKING_AT = 8;

    static final int CLUSTER_BITS_AT = 20;
    static final int SIZE_AT = 24;
    static final int CRYPT_AT = 32;
    static final int L1_ENTRIES_AT = 36;
    static final int L1_OFFSET_AT = 40;
    static final int SNAPSHOT_COUNT_AT = 60;
    static final int SNAPSHOTS_OFFSET_AT = 64;
    static final int INCOMPATIBLE_AT = 72;
    static final int REFCOUNT_ORDER_AT = 96;
    static final int HEADER_LENGTH_AT = 100;

    private static final int MAX_REFCOUNT_ORDER = 6;

    /** Beyond it, sums of guest offsets could overflow. */
    private static final long MAX_VIRTUAL_BYTES = 1L << 62;

    static Qcow2Header read(ByteSource source) {
        BigEndianReader in = new BigEndianReader(source, "the qcow2 header", 0);
        if (in.u32() != MAGIC) {
            throw ImageException.invalid(source.name(), 0, "no qcow2 magic number");
        }
        int version = (int) Math.min(in.u32(), Integer.MAX_VALUE);
        if (version != 2 && version != 3) {
            throw ImageException.unsupported(
                    source.name(),
                    "this is a qcow image of version " + version + ", and versions 2 and 3 are read",
                    "convert it to version 3 with the program that wrote it");
        }
        long backingOffset = in.u64();
        long backingBytes = in.u32();
        long clusterBits = in.u32();
        require(
                source,
                CLUSTER_BITS_AT,
                clusterBits >= Geometry.MIN_CLUSTER_BITS && clusterBits <= Geometry.MAX_CLUSTER_BITS,
                "cluster_bits must be 9 to 21, got: " + clusterBits);
        long virtualBytes = in.u64();
        require(
                source,
                SIZE_AT,
                virtualBytes >= 0 && virtualBytes <= MAX_VIRTUAL_BYTES,
                "the disk's size must be at most 2^62 bytes, got: 0x" + Long.toHexString(virtualBytes));
        long cryptMethod = in.u32();
        long l1Entries = in.u32();
        long l1Offset = in.u64();
        in.u64(); // refcount table: reading needs none
        in.u32();
        long snapshotCount = in.u32();
        long snapshotsOffset = in.u64();
        Extra extra = version == 2 ? Extra.NONE : Extra.read(source, in, 1 << clusterBits);
        boolean extendedL2 = (extra.incompatible & Features.EXTENDED_L2) != 0;
        return new Qcow2Header(
                version,
                new Geometry((int) clusterBits, extendedL2),
                virtualBytes,
                backingOffset,
                backingBytes,
                cryptMethod,
                l1Entries,
                l1Offset,
                snapshotCount,
                snapshotsOffset,
                extra.incompatible,
                extra.autoclear,
                extra.compressionType,
                extra.headerBytes);
    }

    boolean has(long feature) {
        return (incompatible & feature) != 0;
    }

    /** Whether the last writer took care of the bitmaps, if there are any. */
    boolean hasBitmaps() {
        return (autoclear & Features.BITMAPS) != 0;
    }

    /** What compressed clusters are made with; the type was checked by {@link Refusals}. */
    Codec codec() {
        return compressionType == ZSTD ? Codec.ZSTD : Codec.DEFLATE;
    }

    private static void require(ByteSource source, long offset, boolean condition, String rule) {
        if (!condition) {
            throw ImageException.invalid(source.name(), offset, rule);
        }
    }

    /** What version 3 added. */
    private record Extra(long incompatible, long autoclear, long headerBytes, int compressionType) {
        static final Extra NONE = new Extra(0, 0, VERSION_2_BYTES, ZLIB);

        static Extra read(ByteSource source, BigEndianReader in, int clusterBytes) {
            long incompatible = in.u64();
            in.u64(); // compatible: harmless by definition
            long autoclear = in.u64();
            long refcountOrder = in.u32();
            require(
                    source,
                    REFCOUNT_ORDER_AT,
                    refcountOrder <= MAX_REFCOUNT_ORDER,
                    "refcount_order must be at most 6, got: " + refcountOrder);
            long headerBytes = in.u32();
            require(
                    source,
                    HEADER_LENGTH_AT,
                    headerBytes >= VERSION_3_BYTES && headerBytes <= clusterBytes,
                    "header_length must be 104 to the cluster size of " + clusterBytes + ", got: " + headerBytes);
            return new Extra(incompatible, autoclear, headerBytes, headerBytes > COMPRESSION_TYPE_AT ? in.u8() : ZLIB);
        }
    }
}
