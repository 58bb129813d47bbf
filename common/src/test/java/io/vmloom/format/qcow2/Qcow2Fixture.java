package io.vmloom.format.qcow2;

import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A small valid image of version 3 with clusters of 512 bytes, made by hand so that single fields can be broken:
 * header at 0, L1 table at 0x200, L2 table at 0x400, snapshot table at 0x600, one data cluster at 0x800.
 */
final class Qcow2Fixture {
    static final int CLUSTER_BYTES = 512;
    static final int HEADER_BYTES = 112;
    static final int L1_AT = 0x200;
    static final int L2_AT = 0x400;
    static final int SNAPSHOTS_AT = 0x600;
    static final int DATA_AT = 0x800;
    static final int FILE_BYTES = 0xa00;

    /** Two groups of 64 clusters, the second one absent. */
    static final long VIRTUAL_BYTES = 2 * 64 * CLUSTER_BYTES;

    private ByteBuffer bytes = ByteBuffer.allocate(FILE_BYTES);

    Qcow2Fixture() {
        bytes.putInt(0, 0x514649fb);
        bytes.putInt(4, 3);
        bytes.putInt(20, 9);
        bytes.putLong(24, VIRTUAL_BYTES);
        bytes.putInt(36, 2);
        bytes.putLong(40, L1_AT);
        bytes.putInt(96, 4);
        bytes.putInt(100, HEADER_BYTES);
        bytes.putLong(L1_AT, 1L << 63 | L2_AT);
        bytes.putLong(L2_AT, 1L << 63 | DATA_AT);
        Arrays.fill(bytes.array(), DATA_AT, FILE_BYTES, (byte) 7);
    }

    Qcow2Fixture u8(int offset, int value) {
        bytes.put(offset, (byte) value);
        return this;
    }

    Qcow2Fixture u32(int offset, long value) {
        bytes.putInt(offset, (int) value);
        return this;
    }

    Qcow2Fixture u64(int offset, long value) {
        bytes.putLong(offset, value);
        return this;
    }

    Qcow2Fixture text(int offset, String text) {
        bytes.put(offset, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A header extension; its length need not be the text's. */
    Qcow2Fixture extension(int offset, int type, long length, String text) {
        return u32(offset, type).u32(offset + 4, length).text(offset + 8, text);
    }

    /** A snapshot entry with 16 bytes of extra data, an id and a name; it takes 64 bytes when both are short. */
    Qcow2Fixture snapshot(int offset, String id, String name) {
        bytes.putShort(offset + 12, (short) id.length());
        bytes.putShort(offset + 14, (short) name.length());
        return u64(offset, L1_AT)
                .u32(offset + 8, 2)
                .u32(offset + 36, 16)
                .u64(offset + 48, VIRTUAL_BYTES)
                .text(offset + 56, id + name);
    }

    Qcow2Fixture cutTo(int lengthBytes) {
        bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), lengthBytes));
        return this;
    }

    TestSource source() {
        return TestSource.of("disk.qcow2", bytes.array());
    }
}
