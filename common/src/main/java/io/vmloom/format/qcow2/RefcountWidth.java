package io.vmloom.format.qcow2;

import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;

/**
 * How many bits a refcount has, and so how refcounts lie in their blocks.
 *
 * @param bits 1, 2, 4, 8, 16, 32 or 64
 */
record RefcountWidth(int bits) {
    /** The only one of version 2. */
    static final RefcountWidth USUAL = new RefcountWidth(16);

    static final int MAX_BITS = 64;

    RefcountWidth {
        if (bits < 1 || bits > MAX_BITS || Integer.bitCount(bits) != 1) {
            throw new IllegalArgumentException("refcounts must have a power of two bits, 1 to 64, got: " + bits);
        }
    }

    /** The width that a header gives as a power of two. */
    static RefcountWidth ofOrder(int order) {
        return new RefcountWidth(1 << order);
    }

    static RefcountWidth read(ByteSource source, Qcow2Header header) {
        return header.version() == 2
                ? USUAL
                : ofOrder((int) new BigEndianReader(source, "the qcow2 header", Qcow2Header.REFCOUNT_ORDER_AT).u32());
    }

    int order() {
        return Integer.numberOfTrailingZeros(bits);
    }

    /** Refcounts of a block, which is one cluster long. */
    int perBlock(int clusterBytes) {
        return (int) ((long) clusterBytes * Byte.SIZE / bits);
    }

    /** The largest one that fits. */
    long most() {
        return bits >= Long.SIZE - 1 ? Long.MAX_VALUE : (1L << bits) - 1;
    }

    long get(ByteBuffer block, int index) {
        return switch (bits) {
            case 8 -> Byte.toUnsignedLong(block.get(index));
            case 16 -> Short.toUnsignedLong(block.getShort(index * Short.BYTES));
            case 32 -> Integer.toUnsignedLong(block.getInt(index * Integer.BYTES));
            case 64 -> block.getLong(index * Long.BYTES);
            default -> block.get(byteOf(index)) >>> shiftOf(index) & most();
        };
    }

    /** Where refcounts are shorter than a byte, into a place that is 0. */
    void put(ByteBuffer block, int index, long count) {
        switch (bits) {
            case 8 -> block.put(index, (byte) count);
            case 16 -> block.putShort(index * Short.BYTES, (short) count);
            case 32 -> block.putInt(index * Integer.BYTES, (int) count);
            case 64 -> block.putLong(index * Long.BYTES, count);
            default -> block.put(byteOf(index), (byte) (block.get(byteOf(index)) | count << shiftOf(index)));
        }
    }

    private int byteOf(int index) {
        return index / (Byte.SIZE / bits);
    }

    /** Refcounts shorter than a byte begin at its least significant bit. */
    private int shiftOf(int index) {
        return index % (Byte.SIZE / bits) * bits;
    }
}
