package io.vmloom.format.qed;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Parent;
import io.vmloom.format.BackingName;
import io.vmloom.format.TwoLevelTable;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The header, found readable.
 *
 * @param headerBytes what is in front of the first cluster that tables and data may use
 * @param tableClusters clusters of each table
 * @see <a href="https://www.qemu.org/docs/master/interop/qed_spec.html">QED Image File Format</a>
 */
record QedHeader(
        long clusterBytes,
        int tableClusters,
        long headerBytes,
        long features,
        long l1Offset,
        long virtualBytes,
        Optional<Parent> parent) {
    static final long BACKING_FILE = 1;
    static final long NEEDS_CHECK = 2;
    static final int FEATURES_AT = 16;
    static final long MIN_CLUSTER_BYTES = 4 << 10;
    static final long MAX_CLUSTER_BYTES = 64 << 20;
    static final int MAX_TABLE_CLUSTERS = 16;

    /** The backing file is raw, whatever its content looks like. */
    private static final long BACKING_FORMAT_NO_PROBE = 4;

    /** {@code QED\0}. */
    private static final int MAGIC = 0x00444551;

    private static final int BYTES = 64;
    private static final int CLUSTER_SIZE_AT = 4;
    private static final int TABLE_SIZE_AT = 8;
    private static final int HEADER_SIZE_AT = 12;
    private static final int L1_OFFSET_AT = 40;
    private static final int IMAGE_SIZE_AT = 48;
    private static final int BACKING_OFFSET_AT = 56;
    private static final int BACKING_SIZE_AT = 60;
    private static final int SECTOR_BYTES = 512;

    static QedHeader read(ByteSource source) {
        if (source.sizeBytes() < BYTES) {
            throw ImageException.invalid(
                    source.name(), source.sizeBytes(), "the file ends inside the QED header of 64 bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(0, bytes);
        Checks checks = new Checks(source, bytes);
        checks.sizes();
        QedHeader header = new QedHeader(
                checks.u32(CLUSTER_SIZE_AT),
                (int) checks.u32(TABLE_SIZE_AT),
                checks.u32(HEADER_SIZE_AT) * checks.u32(CLUSTER_SIZE_AT),
                bytes.getLong(FEATURES_AT),
                bytes.getLong(L1_OFFSET_AT),
                bytes.getLong(IMAGE_SIZE_AT),
                checks.parent(bytes.getLong(FEATURES_AT)));
        checks.features(header);
        checks.tables(header);
        return header;
    }

    /** As it stands in a file without a backing file. */
    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, MAGIC);
        bytes.putInt(CLUSTER_SIZE_AT, (int) clusterBytes);
        bytes.putInt(TABLE_SIZE_AT, tableClusters);
        bytes.putInt(HEADER_SIZE_AT, (int) (headerBytes / clusterBytes));
        bytes.putLong(FEATURES_AT, features);
        bytes.putLong(L1_OFFSET_AT, l1Offset);
        bytes.putLong(IMAGE_SIZE_AT, virtualBytes);
        return bytes.array();
    }

    boolean has(long feature) {
        return (features & feature) != 0;
    }

    int tableEntries() {
        return Math.toIntExact(tableClusters * clusterBytes / Long.BYTES);
    }

    TwoLevelTable tables(ByteSource source) {
        return new TwoLevelTable(
                source,
                new TwoLevelTable.Shape(
                        l1Offset, tableEntries(), tableEntries(), clusterBytes, ByteOrder.LITTLE_ENDIAN));
    }

    /** What makes a header unreadable. */
    private record Checks(ByteSource source, ByteBuffer bytes) {
        void sizes() {
            long clusterBytes = u32(CLUSTER_SIZE_AT);
            if (!Alignment.isPowerOfTwo(clusterBytes)
                    || clusterBytes < MIN_CLUSTER_BYTES
                    || clusterBytes > MAX_CLUSTER_BYTES) {
                throw invalid(
                        CLUSTER_SIZE_AT,
                        "cluster size must be a power of two from 4 KiB to 64 MiB, got: " + clusterBytes);
            }
            long tableClusters = u32(TABLE_SIZE_AT);
            if (!Alignment.isPowerOfTwo(tableClusters) || tableClusters > MAX_TABLE_CLUSTERS) {
                throw invalid(TABLE_SIZE_AT, "a table must have 1, 2, 4, 8 or 16 clusters, got: " + tableClusters);
            }
            if (u32(HEADER_SIZE_AT) == 0) {
                throw invalid(HEADER_SIZE_AT, "the header must have at least one cluster");
            }
        }

        /** Nothing tells the backing file's format but that it is raw. */
        Optional<Parent> parent(long features) {
            if ((features & BACKING_FILE) == 0) {
                return Optional.empty();
            }
            String format = (features & BACKING_FORMAT_NO_PROBE) == 0 ? "" : "raw";
            return Optional.of(
                    BackingName.read(source, BACKING_OFFSET_AT, u32(BACKING_OFFSET_AT), u32(BACKING_SIZE_AT), format));
        }

        void features(QedHeader header) {
            long unknown = header.features & ~(BACKING_FILE | NEEDS_CHECK | BACKING_FORMAT_NO_PROBE);
            if (unknown != 0) {
                throw ImageException.unsupported(
                        source.name(),
                        "QED features 0x" + Long.toHexString(unknown) + " are unknown",
                        "rewrite it with qemu-img convert");
            }
        }

        void tables(QedHeader header) {
            long entries = header.tableEntries();
            long tableBytes = entries * Long.BYTES;
            long clusters = Math.ceilDiv(header.virtualBytes, header.clusterBytes);
            if (header.virtualBytes < 0
                    || header.virtualBytes % SECTOR_BYTES != 0
                    || Math.ceilDiv(clusters, entries) > entries) {
                throw invalid(
                        IMAGE_SIZE_AT,
                        "the disk's size must be a multiple of 512 that its tables can map, got: "
                                + Long.toUnsignedString(header.virtualBytes));
            }
            if (!Alignment.isAligned(header.l1Offset, header.clusterBytes)
                    || header.l1Offset < header.headerBytes
                    || header.l1Offset > source.sizeBytes() - tableBytes) {
                throw invalid(
                        L1_OFFSET_AT,
                        "the L1 table of " + tableBytes + " bytes must begin at a cluster behind the header, inside the"
                                + " file of 0x" + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x"
                                + Long.toHexString(header.l1Offset));
            }
        }

        long u32(int at) {
            return Integer.toUnsignedLong(bytes.getInt(at));
        }

        private ImageException invalid(int fieldOffset, String reason) {
            return ImageException.invalid(source.name(), fieldOffset, reason);
        }
    }
}
