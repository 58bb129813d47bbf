package io.vmloom.format.vhdx;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the log's active sequence: consecutive entries whose last one names an entry among them as the tail, with the
 * highest sequence number.
 *
 * @see <a href="https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-vhdx/83e061f8-f6e2-4de1-91bd-5d518a43d477">
 *     MS-VHDX, 2.3 "Log"</a>
 */
final class Log {
    /** Read into memory as a whole; programs write 1 MiB. */
    static final long MAX_BYTES = 8 << 20;

    private final FileHeader header;
    private final ByteBuffer bytes;

    private Log(FileHeader header, ByteBuffer bytes) {
        this.header = header;
        this.bytes = bytes;
    }

    /** The file as it is once the log is replayed; nothing is written. */
    static PatchedFile replay(ByteSource source, FileHeader header) {
        if (header.logIsEmpty()) {
            return new PatchedFile(source, new Overlay(), source.sizeBytes());
        }
        if (header.logBytes() > MAX_BYTES) {
            throw ImageException.unsupported(
                    source.name(),
                    "its log of " + header.logBytes() + " bytes was not replayed, and logs of up to " + MAX_BYTES
                            + " bytes are replayed here",
                    "replay it with qemu-img check -r all or by attaching it in Windows");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) header.logBytes()).order(ByteOrder.LITTLE_ENDIAN);
        source.read(header.logOffset(), bytes);
        List<LogEntry> active = new Log(header, bytes).activeSequence();
        if (active.isEmpty()) {
            throw ImageException.invalid(
                    source.name(), header.logOffset(), "the log is said to be in use, but holds no valid sequence");
        }
        LogEntry head = active.getLast();
        long flushedEnd = active.stream().mapToLong(LogEntry::flushedEnd).max().orElseThrow();
        if (flushedEnd > source.sizeBytes()) {
            throw ImageException.invalid(
                    source.name(),
                    header.logOffset() + head.at(),
                    "by its log the file must have at least 0x" + Long.toHexString(flushedEnd) + " bytes, got: 0x"
                            + Long.toHexString(source.sizeBytes()));
        }
        Overlay overlay = new Overlay();
        active.forEach(entry -> entry.replay(overlay));
        long endOffset = Math.max(source.sizeBytes(), Math.min(head.lastEnd(), Overlay.MAX_OFFSET));
        return new PatchedFile(source, overlay, endOffset);
    }

    /** From the tail to the head; empty when there is none. */
    private List<LogEntry> activeSequence() {
        List<LogEntry> active = List.of();
        int start = 0;
        while (true) {
            List<LogEntry> sequence = sequenceFrom(start);
            List<LogEntry> valid = fromTail(sequence);
            if (!valid.isEmpty()
                    && (active.isEmpty()
                            || Long.compareUnsigned(
                                            valid.getLast().sequence(),
                                            active.getLast().sequence())
                                    > 0)) {
                active = valid;
            }
            int next = valid.isEmpty()
                    ? (start + LogEntry.SECTOR_BYTES) % bytes.capacity()
                    : sequence.getLast().end(bytes.capacity());
            if (next <= start) {
                return active;
            }
            start = next;
        }
    }

    /** Entries that follow one another, with sequence numbers that do too; at most once around the log. */
    private List<LogEntry> sequenceFrom(int start) {
        List<LogEntry> sequence = new ArrayList<>();
        long total = 0;
        int at = start;
        while (true) {
            Optional<LogEntry> found = LogEntry.at(bytes, at, header.logId());
            if (found.isEmpty()) {
                return sequence;
            }
            LogEntry entry = found.get();
            total += entry.bytes().capacity();
            boolean follows =
                    sequence.isEmpty() || entry.sequence() == sequence.getLast().sequence() + 1;
            if (!follows || total > bytes.capacity()) {
                return sequence;
            }
            sequence.add(entry);
            at = entry.end(bytes.capacity());
        }
    }

    /** The part of a sequence from its head's tail on; empty when the tail is none of its entries. */
    private static List<LogEntry> fromTail(List<LogEntry> sequence) {
        if (!sequence.isEmpty()) {
            int tail = sequence.getLast().tail();
            for (int i = 0; i < sequence.size(); i++) {
                if (sequence.get(i).at() == tail) {
                    return sequence.subList(i, sequence.size());
                }
            }
        }
        return List.of();
    }
}
