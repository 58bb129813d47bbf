package io.vmloom.format.vhdx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Makes an entry of a log. */
final class LogEntryBuilder {
    private record Change(long fileOffset, long zeroBytes, byte[] sector) {}

    private final long sequence;
    private final int tail;
    private final List<Change> changes = new ArrayList<>();
    private long flushedEnd;
    private long lastEnd;

    LogEntryBuilder(long sequence, int tail) {
        this.sequence = sequence;
        this.tail = tail;
    }

    LogEntryBuilder data(long fileOffset, byte[] sector) {
        changes.add(new Change(fileOffset, 0, sector));
        return this;
    }

    LogEntryBuilder zero(long fileOffset, long lengthBytes) {
        changes.add(new Change(fileOffset, lengthBytes, new byte[0]));
        return this;
    }

    LogEntryBuilder ends(long flushed, long last) {
        flushedEnd = flushed;
        lastEnd = last;
        return this;
    }

    byte[] build() {
        int sectors = (int) changes.stream().filter(c -> c.sector().length > 0).count();
        int sectorAt = Math.ceilDiv(64 + 32 * changes.size(), 4096) * 4096;
        ByteBuffer out = ByteBuffer.allocate(sectorAt + sectors * 4096).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, LogEntry.SIGNATURE)
                .putInt(8, out.capacity())
                .putInt(12, tail)
                .putLong(16, sequence);
        out.putInt(24, changes.size()).putLong(48, flushedEnd).putLong(56, lastEnd);
        Guid.write(out, 32, VhdxFixture.LOG_ID);
        int at = 64;
        for (Change change : changes) {
            out.putLong(at + 16, change.fileOffset()).putLong(at + 24, sequence);
            if (change.sector().length == 0) {
                out.putInt(at, LogEntry.ZERO_SIGNATURE).putLong(at + 8, change.zeroBytes());
            } else {
                ByteBuffer sector = ByteBuffer.wrap(change.sector()).order(ByteOrder.LITTLE_ENDIAN);
                out.putInt(at, LogEntry.DATA_SIGNATURE).putInt(at + 4, sector.getInt(4092));
                out.putLong(at + 8, sector.getLong(0));
                out.put(sectorAt, change.sector());
                out.putInt(sectorAt, LogEntry.SECTOR_SIGNATURE).putInt(sectorAt + 4, (int) (sequence >>> 32));
                out.putInt(sectorAt + 4092, (int) sequence);
                sectorAt += 4096;
            }
            at += 32;
        }
        return Checksum.sealed(out);
    }
}
