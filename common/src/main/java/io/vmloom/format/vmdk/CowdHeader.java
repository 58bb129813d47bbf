package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a vmfsSparse extent ({@code COWD}), which ESX made for snapshots: the same two levels of tables as in a
 * hosted sparse extent, with fields of 32 bits and tables of 4096 entries.
 *
 * @see <a href="https://www.vmware.com/support/developer/vddk/vmdk_50_technote.pdf">Virtual Disk Format 5.0, "ESX Server
 *     Sparse Extents"</a>
 */
final class CowdHeader {
    private static final int BYTES = 32;
    private static final int VERSION_AT = 4;
    private static final int SECTORS_AT = 12;
    private static final int GRAIN_SECTORS_AT = 16;
    private static final int DIRECTORY_AT = 20;
    private static final int TABLE_ENTRIES = 4096;
    private static final long MAX_GRAIN_SECTORS = 4096;

    private CowdHeader() {}

    /** What of it a hosted sparse header says too. */
    static SparseHeader read(ByteSource source) {
        if (source.sizeBytes() < BYTES) {
            throw ImageException.invalid(source.name(), source.sizeBytes(), "the file ends inside the COWD header");
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(0, bytes);
        if (VmdkKind.of(bytes.array()).filter(VmdkKind.COW::equals).isEmpty()) {
            throw ImageException.invalid(source.name(), 0, "a vmfsSparse extent must begin with COWD");
        }
        if (bytes.getInt(VERSION_AT) != 1) {
            throw ImageException.unsupported(
                    source.name(),
                    "COWD version " + Integer.toUnsignedString(bytes.getInt(VERSION_AT)) + " is unknown",
                    "consolidate the snapshots on the host that made it");
        }
        long capacity = Integer.toUnsignedLong(bytes.getInt(SECTORS_AT));
        long grain = Integer.toUnsignedLong(bytes.getInt(GRAIN_SECTORS_AT));
        if (!Alignment.isPowerOfTwo(grain) || grain > MAX_GRAIN_SECTORS) {
            throw ImageException.invalid(
                    source.name(),
                    GRAIN_SECTORS_AT,
                    "grain size must be a power of two up to " + MAX_GRAIN_SECTORS + " sectors, got: " + grain);
        }
        if (capacity < 1) {
            throw ImageException.invalid(source.name(), SECTORS_AT, "capacity must be at least one sector");
        }
        long directory = Integer.toUnsignedLong(bytes.getInt(DIRECTORY_AT));
        return new SparseHeader(0, 1, 0, capacity, grain, 0, 0, TABLE_ENTRIES, directory, false, 0, 0);
    }
}
