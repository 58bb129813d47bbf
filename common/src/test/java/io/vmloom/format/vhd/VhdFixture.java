package io.vmloom.format.vhd;

import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A dynamic disk of 2048 bytes in blocks of 1024: copy of the footer, header at 0x200, table at 0x600, the second block's
 * bitmap at 0x800 and data at 0xa00, footer at 0xe00. Or a fixed disk of 2048 bytes.
 */
final class VhdFixture {
    static final int HEADER_AT = 0x200;
    static final int TABLE_AT = 0x600;
    static final int DATA_AT = 0xa00;
    static final int FOOTER_AT = 0xe00;
    static final int FIXED_FOOTER_AT = 0x800;
    static final int DISK_BYTES = 2048;

    private byte[] file;

    private VhdFixture(byte[] file) {
        this.file = file;
    }

    static VhdFixture dynamic() {
        byte[] footer = footer(DiskType.DYNAMIC, HEADER_AT);
        ByteBuffer file = ByteBuffer.allocate(FOOTER_AT + Footer.BYTES);
        file.put(footer).put(new DynamicHeader(TABLE_AT, 2, 1024).toBytes());
        file.put(DATA_AT - 0x200, new byte[] {(byte) 0xc0});
        for (int i = 0; i < 1024; i++) {
            file.put(DATA_AT + i, (byte) (i / 3 + 1));
        }
        file.put(FOOTER_AT, footer);
        return new VhdFixture(file.array()).u32(TABLE_AT, -1).u32(TABLE_AT + 4, 4);
    }

    static VhdFixture fixed() {
        byte[] file = new byte[FIXED_FOOTER_AT + Footer.BYTES];
        Arrays.fill(file, 0, DISK_BYTES, (byte) 5);
        System.arraycopy(footer(DiskType.FIXED, Footer.NO_HEADER), 0, file, FIXED_FOOTER_AT, Footer.BYTES);
        return new VhdFixture(file);
    }

    private static byte[] footer(DiskType type, long headerOffset) {
        SeededId id = SeededId.of("fixture");
        return new Footer(
                        Footer.VERSION_1,
                        headerOffset,
                        id.timestamp(),
                        "win ",
                        1,
                        DISK_BYTES,
                        Geometry.of(DISK_BYTES / 512),
                        type.code(),
                        id.id(),
                        false)
                .toBytes();
    }

    VhdFixture u8(int at, int value) {
        file[at] = (byte) value;
        return this;
    }

    VhdFixture u32(int at, long value) {
        ByteBuffer.wrap(file).putInt(at, (int) value);
        return this;
    }

    VhdFixture u64(int at, long value) {
        ByteBuffer.wrap(file).putLong(at, value);
        return this;
    }

    VhdFixture text(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, file, at, bytes.length);
        return this;
    }

    /** A field of the footer and of its copy, both sealed anew. */
    VhdFixture footers(int at, int bytes, long value) {
        return footer(0, at, bytes, value).footer(file.length - Footer.BYTES, at, bytes, value);
    }

    VhdFixture footer(int footerAt, int at, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            file[footerAt + at + i] = (byte) (value >>> 8 * (bytes - 1 - i));
        }
        return seal(footerAt, Footer.BYTES, Footer.CHECKSUM_AT);
    }

    /** A field of the dynamic header. */
    VhdFixture header(int at, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            file[HEADER_AT + at + i] = (byte) (value >>> 8 * (bytes - 1 - i));
        }
        return seal(HEADER_AT, DynamicHeader.BYTES, DynamicHeader.CHECKSUM_AT);
    }

    VhdFixture seal(int at, int bytes, int checksumAt) {
        byte[] structure = Checksum.sealed(Arrays.copyOfRange(file, at, at + bytes), checksumAt);
        System.arraycopy(structure, 0, file, at, bytes);
        return this;
    }

    VhdFixture cutTo(int lengthBytes) {
        file = Arrays.copyOf(file, lengthBytes);
        return this;
    }

    int length() {
        return file.length;
    }

    byte[] guest() {
        return Arrays.copyOfRange(file, DATA_AT, DATA_AT + 1024);
    }

    TestSource source() {
        return TestSource.of("disk.vhd", file);
    }
}
