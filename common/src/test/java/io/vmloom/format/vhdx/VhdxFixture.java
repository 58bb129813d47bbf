package io.vmloom.format.vhdx;

import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A dynamic disk of three blocks of 1 MiB, the last of which has one sector; the second is the only one with data, at
 * 4 MiB in the file.
 */
final class VhdxFixture {
    static final int MIB = 1 << 20;
    static final long DISK_BYTES = 2 * MIB + 512;
    static final int HEADER = 128 << 10;
    static final int REGION_ENTRIES = (192 << 10) + 16;
    static final int ITEM_ENTRIES = 2 * MIB + 32;
    static final int ITEMS = 2 * MIB + (64 << 10);
    static final int TABLE = 3 * MIB;
    static final int DATA = 4 * MIB;
    static final UUID LOG_ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private static final byte[] FILE = file();

    private byte[] file = FILE.clone();

    static SparseGuest disk() {
        byte[] block = new byte[MIB];
        new SplittableRandom(1).nextBytes(block);
        return new SparseGuest(DISK_BYTES, MIB).put(1, block);
    }

    private static byte[] file() {
        TargetDesign design = new VhdxTarget()
                .design(new TargetRequest("disk.vhdx", DISK_BYTES, Map.of("block_size", "1M"), "fixture"));
        try {
            Path file = Files.createTempFile("fixture", ".vhdx");
            new StitchedImage(design, disk()).encode(new SplittableRandom(1), 3).writeTo(file);
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    VhdxFixture u8(int at, int value) {
        file[at] = (byte) value;
        return this;
    }

    VhdxFixture u16(int at, int value) {
        bytes().putShort(at, (short) value);
        return this;
    }

    VhdxFixture u32(int at, long value) {
        bytes().putInt(at, (int) value);
        return this;
    }

    VhdxFixture u64(int at, long value) {
        bytes().putLong(at, value);
        return this;
    }

    VhdxFixture put(int at, byte[] bytes) {
        System.arraycopy(bytes, 0, file, at, bytes.length);
        return this;
    }

    /** Makes both headers' checksums right. */
    VhdxFixture sealHeaders() {
        return seal(64 << 10, FileHeader.BYTES).seal(HEADER, FileHeader.BYTES);
    }

    VhdxFixture sealRegions() {
        return seal(192 << 10, Regions.TABLE_BYTES);
    }

    VhdxFixture seal(int at, int lengthBytes) {
        return put(at, Checksum.sealed(ByteBuffer.wrap(Arrays.copyOfRange(file, at, at + lengthBytes))));
    }

    /** Says that the log is in use. */
    VhdxFixture withLog() {
        Guid.write(bytes(), HEADER + FileHeader.LOG_ID_AT, LOG_ID);
        return sealHeaders();
    }

    VhdxFixture cutTo(int lengthBytes) {
        file = Arrays.copyOf(file, lengthBytes);
        return this;
    }

    int length() {
        return file.length;
    }

    byte[] sector(int at) {
        return Arrays.copyOfRange(file, at, at + LogEntry.SECTOR_BYTES);
    }

    TestSource source() {
        return TestSource.of("disk.vhdx", file);
    }

    private ByteBuffer bytes() {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }
}
