package io.vmloom.format.qcow;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Parent;
import io.vmloom.format.BackingName;
import io.vmloom.format.TwoLevelTable;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The header, found readable. Its layout has no document; these are the fields as QEMU's driver defines them.
 *
 * @param l2Bits binary logarithm of the entries of a second-level table
 */
record QcowHeader(
        int clusterBits, int l2Bits, long l1Offset, long virtualBytes, boolean encrypted, Optional<Parent> parent) {
    static final int BYTES = 48;

    /** {@code QFI\xfb}. */
    private static final int MAGIC = 0x514649fb;

    private static final int VERSION = 1;
    private static final int VERSION_AT = 4;
    private static final int BACKING_OFFSET_AT = 8;
    private static final int BACKING_SIZE_AT = 16;
    private static final int SIZE_AT = 24;
    private static final int CLUSTER_BITS_AT = 32;
    private static final int L2_BITS_AT = 33;
    private static final int CRYPT_METHOD_AT = 36;
    private static final int L1_OFFSET_AT = 40;
    private static final int MIN_CLUSTER_BITS = 9;
    private static final int MAX_CLUSTER_BITS = 16;
    private static final int MIN_L2_BITS = 6;
    private static final int MAX_L2_BITS = 13;
    private static final int AES = 1;

    static QcowHeader read(ByteSource source) {
        if (source.sizeBytes() < BYTES) {
            throw ImageException.invalid(
                    source.name(), source.sizeBytes(), "the file ends inside the qcow header of 48 bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        source.read(0, bytes);
        Checks checks = new Checks(source, bytes);
        QcowHeader header = new QcowHeader(
                bytes.get(CLUSTER_BITS_AT) & 0xff,
                bytes.get(L2_BITS_AT) & 0xff,
                bytes.getLong(L1_OFFSET_AT),
                bytes.getLong(SIZE_AT),
                checks.encrypted(),
                checks.parent());
        checks.sizes(header);
        checks.table(header);
        return header;
    }

    /** As it stands in a file without a backing file. */
    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(0, MAGIC).putInt(VERSION_AT, VERSION);
        bytes.putLong(SIZE_AT, virtualBytes);
        bytes.put(CLUSTER_BITS_AT, (byte) clusterBits).put(L2_BITS_AT, (byte) l2Bits);
        bytes.putLong(L1_OFFSET_AT, l1Offset);
        return bytes.array();
    }

    int clusterBytes() {
        return 1 << clusterBits;
    }

    /** What one second-level table maps. */
    long groupBytes() {
        return 1L << clusterBits + l2Bits;
    }

    long l1Entries() {
        return Math.ceilDiv(virtualBytes, groupBytes());
    }

    /** Tables stand anywhere; QEMU puts them at clusters. */
    TwoLevelTable tables(ByteSource source) {
        return new TwoLevelTable(
                source, new TwoLevelTable.Shape(l1Offset, l1Entries(), 1 << l2Bits, 1, ByteOrder.BIG_ENDIAN));
    }

    /** What makes a header unreadable. */
    private record Checks(ByteSource source, ByteBuffer bytes) {
        void sizes(QcowHeader header) {
            if (header.clusterBits < MIN_CLUSTER_BITS || header.clusterBits > MAX_CLUSTER_BITS) {
                throw invalid(CLUSTER_BITS_AT, "cluster_bits must be 9 to 16, got: " + header.clusterBits);
            }
            if (header.l2Bits < MIN_L2_BITS || header.l2Bits > MAX_L2_BITS) {
                throw invalid(L2_BITS_AT, "l2_bits must be 6 to 13, got: " + header.l2Bits);
            }
            if (header.virtualBytes < 0 || header.virtualBytes > Long.MAX_VALUE - header.groupBytes()) {
                throw invalid(
                        SIZE_AT,
                        "the disk's size must be below 2^63, got: " + Long.toUnsignedString(header.virtualBytes));
            }
        }

        boolean encrypted() {
            int method = bytes.getInt(CRYPT_METHOD_AT);
            if (method != 0 && method != AES) {
                throw invalid(CRYPT_METHOD_AT, "crypt_method must be 0 or 1, got: " + Integer.toUnsignedString(method));
            }
            return method == AES;
        }

        Optional<Parent> parent() {
            long offset = bytes.getLong(BACKING_OFFSET_AT);
            long lengthBytes = Integer.toUnsignedLong(bytes.getInt(BACKING_SIZE_AT));
            return offset == 0
                    ? Optional.empty()
                    : Optional.of(BackingName.read(source, BACKING_OFFSET_AT, offset, lengthBytes, ""));
        }

        void table(QcowHeader header) {
            long fitting = Math.max(0, source.sizeBytes() - header.l1Offset) / Long.BYTES;
            if (header.l1Offset < BYTES || header.l1Entries() > fitting) {
                throw invalid(
                        L1_OFFSET_AT,
                        "the L1 table of " + header.l1Entries() + " entries must lie behind the header, inside the file"
                                + " of 0x" + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x"
                                + Long.toHexString(header.l1Offset));
            }
        }

        private ImageException invalid(int fieldOffset, String reason) {
            return ImageException.invalid(source.name(), fieldOffset, reason);
        }
    }
}
