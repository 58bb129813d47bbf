package io.vmloom.format.cow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads an image of QEMU on x86_64 by the letter, sector by sector, since no program of today does. */
public final class SectorWalk {
    private static final int MAGIC = 0x4f4f4f4d;
    private static final int SIZE_AT = 1040;
    private static final int BITMAP_AT = 1056;
    private static final int SECTOR_BYTES = 512;

    private SectorWalk() {}

    /** Writes the disk as a file with holes where the bitmap has no sector, and gives that file. */
    public static Path raw(Path image, Path raw) throws IOException {
        try (FileChannel in = FileChannel.open(image);
                FileChannel out = FileChannel.open(raw, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer header = read(in, 0, BITMAP_AT);
            if (header.getInt(0) != MAGIC || header.getInt(4) != 2 || header.getInt(1048) != SECTOR_BYTES) {
                throw new AssertionError("no cow of version 2 with sectors of 512 bytes: " + image);
            }
            long sectors = header.getLong(SIZE_AT) / SECTOR_BYTES;
            ByteBuffer bitmap = read(in, BITMAP_AT, Math.ceilDiv(sectors, 8));
            long data = Math.ceilDiv(BITMAP_AT + bitmap.capacity(), SECTOR_BYTES) * (long) SECTOR_BYTES;
            out.truncate(0);
            for (long sector = 0; sector < sectors; sector++) {
                if ((bitmap.get((int) (sector / 8)) >> (int) (sector % 8) & 1) == 1) {
                    long at = sector * SECTOR_BYTES;
                    out.write(read(in, data + at, SECTOR_BYTES), at);
                }
            }
            if (out.size() < sectors * SECTOR_BYTES) {
                out.write(ByteBuffer.allocate(1), sectors * SECTOR_BYTES - 1);
            }
        }
        return raw;
    }

    private static ByteBuffer read(FileChannel file, long offset, long lengthBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(lengthBytes));
        if (bytes.hasRemaining() && file.read(bytes, offset) != bytes.capacity()) {
            throw new AssertionError("the file ends before 0x" + Long.toHexString(offset + lengthBytes));
        }
        return bytes.flip();
    }
}
