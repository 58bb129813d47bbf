package io.vmloom.format.vhdx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/**
 * A valid entry of the log: checksum, identifier, descriptors and data sectors were checked.
 *
 * @param at where it begins in the log
 * @param tail where the first entry begins that has to be replayed with this one as the last
 * @param flushedEnd the file is at least this long, unless it was cut
 * @param lastEnd how long the file has to be
 * @param bytes all of it, without the wrap of the circular log
 * @see <a href="https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-vhdx/83e061f8-f6e2-4de1-91bd-5d518a43d477">
 *     MS-VHDX, 2.3 "Log"</a>
 */
record LogEntry(int at, int tail, long sequence, int descriptors, long flushedEnd, long lastEnd, ByteBuffer bytes) {
    static final int SECTOR_BYTES = 4 << 10;
    static final int HEADER_BYTES = 64;
    static final int DESCRIPTOR_BYTES = 32;
    static final int SIGNATURE = 0x65676f6c; // "loge"
    static final int ZERO_SIGNATURE = 0x6f72657a; // "zero"
    static final int DATA_SIGNATURE = 0x63736564; // "desc"
    static final int SECTOR_SIGNATURE = 0x61746164; // "data"

    /** In front of a data sector its signature and half its sequence number, behind it the other half. */
    static final int LEADING_BYTES = 8;

    static final int TRAILING_BYTES = 4;

    /** The entry that begins here, if one does. */
    static Optional<LogEntry> at(ByteBuffer log, int at, UUID logId) {
        ByteBuffer head = log.slice(at, HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long lengthBytes = Integer.toUnsignedLong(head.getInt(8));
        long descriptors = Integer.toUnsignedLong(head.getInt(24));
        if (head.getInt(0) != SIGNATURE
                || lengthBytes == 0
                || lengthBytes > log.capacity()
                || lengthBytes % SECTOR_BYTES != 0
                || descriptors > (lengthBytes - HEADER_BYTES) / DESCRIPTOR_BYTES
                || head.getLong(16) == 0
                || !Guid.read(head, 32).equals(logId)) {
            return Optional.empty();
        }
        LogEntry entry = new LogEntry(
                at,
                head.getInt(12),
                head.getLong(16),
                (int) descriptors,
                head.getLong(48),
                head.getLong(56),
                unwrapped(log, at, (int) lengthBytes));
        return Optional.of(entry).filter(LogEntry::isSound);
    }

    /** Where the next entry begins in a log of this length. */
    int end(int logBytes) {
        return (at + bytes.capacity()) % logBytes;
    }

    /** Enters everything this entry changes; sectors hold their whole content then. */
    void replay(Overlay overlay) {
        int sector = firstSectorAt();
        for (int i = 0; i < descriptors; i++) {
            int at = HEADER_BYTES + i * DESCRIPTOR_BYTES;
            long fileOffset = bytes.getLong(at + 16);
            if (bytes.getInt(at) == ZERO_SIGNATURE) {
                overlay.zero(fileOffset, bytes.getLong(at + 8));
            } else {
                ByteBuffer content = ByteBuffer.allocate(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                content.put(0, bytes, sector, SECTOR_BYTES);
                content.putLong(0, bytes.getLong(at + 8));
                content.putInt(SECTOR_BYTES - TRAILING_BYTES, bytes.getInt(at + 4));
                overlay.data(fileOffset, content);
                sector += SECTOR_BYTES;
            }
        }
    }

    private boolean isSound() {
        if (!Checksum.holds(bytes)) {
            return false;
        }
        int sector = firstSectorAt();
        for (int i = 0; i < descriptors; i++) {
            int at = HEADER_BYTES + i * DESCRIPTOR_BYTES;
            long fileOffset = bytes.getLong(at + 16);
            boolean aligned = fileOffset >= 0 && fileOffset <= Overlay.MAX_OFFSET && fileOffset % SECTOR_BYTES == 0;
            if (!aligned || bytes.getLong(at + 24) != sequence) {
                return false;
            }
            if (bytes.getInt(at) == ZERO_SIGNATURE) {
                long zeros = bytes.getLong(at + 8);
                if (zeros < 0 || zeros > Overlay.MAX_OFFSET || zeros % SECTOR_BYTES != 0) {
                    return false;
                }
            } else if (bytes.getInt(at) == DATA_SIGNATURE && sectorIsSound(sector)) {
                sector += SECTOR_BYTES;
            } else {
                return false;
            }
        }
        return true;
    }

    private boolean sectorIsSound(int sector) {
        return sector <= bytes.capacity() - SECTOR_BYTES
                && bytes.getInt(sector) == SECTOR_SIGNATURE
                && bytes.getInt(sector + 4) == (int) (sequence >>> 32)
                && bytes.getInt(sector + SECTOR_BYTES - TRAILING_BYTES) == (int) sequence;
    }

    private int firstSectorAt() {
        return Math.ceilDiv(HEADER_BYTES + descriptors * DESCRIPTOR_BYTES, SECTOR_BYTES) * SECTOR_BYTES;
    }

    private static ByteBuffer unwrapped(ByteBuffer log, int at, int lengthBytes) {
        int first = Math.min(lengthBytes, log.capacity() - at);
        if (first == lengthBytes) {
            return log.slice(at, lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer bytes = ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, log, at, first);
        return bytes.put(first, log, 0, lengthBytes - first);
    }
}
