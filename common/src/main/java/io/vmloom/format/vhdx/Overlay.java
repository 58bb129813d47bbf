package io.vmloom.format.vhdx;

import io.vmloom.check.Patches;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** What a log changes in a file: whole sectors of 4 KiB and runs of zeros, the later change before the earlier one. */
final class Overlay {
    /** Far beyond any file; sums of two stay clear of an overflow. */
    static final long MAX_OFFSET = 1L << 60;

    /** Written at once. */
    private static final long ZERO_BYTES = 1 << 20;

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(0);

    /** {@code content} is empty for zeros. */
    private record Run(long end, ByteBuffer content) {}

    /** By start; runs do not overlap. */
    private final TreeMap<Long, Run> runs = new TreeMap<>();

    boolean isEmpty() {
        return runs.isEmpty();
    }

    void data(long offset, ByteBuffer sector) {
        put(offset, new Run(offset + sector.capacity(), sector));
    }

    void zero(long offset, long lengthBytes) {
        if (lengthBytes > 0) {
            put(offset, new Run(offset + lengthBytes, ZEROS));
        }
    }

    boolean touches(long offset, long lengthBytes) {
        Map.Entry<Long, Run> last = runs.lowerEntry(offset + lengthBytes);
        return last != null && last.getValue().end() > offset;
    }

    /** Changes bytes that were read at an offset. */
    void apply(long offset, byte[] bytes) {
        long end = offset + bytes.length;
        Map.Entry<Long, Run> before = runs.floorEntry(offset);
        long first = before == null ? offset : before.getKey();
        for (Map.Entry<Long, Run> run : runs.subMap(first, end).entrySet()) {
            long from = Math.max(offset, run.getKey());
            long to = Math.min(end, run.getValue().end());
            ByteBuffer content = run.getValue().content();
            for (long at = from; at < to; at++) {
                bytes[(int) (at - offset)] = content.capacity() == 0 ? 0 : content.get((int) (at - run.getKey()));
            }
        }
    }

    /** Writes all changes to a copy; zeros behind the end of the file are there already. */
    void writeTo(Patches copy, long fileBytes) {
        runs.forEach((start, run) -> {
            if (run.content().capacity() > 0) {
                copy.put(start, run.content().slice(0, (int) (run.end() - start)));
                return;
            }
            long end = Math.min(run.end(), fileBytes);
            for (long at = start; at < end; at += ZERO_BYTES) {
                copy.put(at, ByteBuffer.allocate((int) Math.min(ZERO_BYTES, end - at)));
            }
        });
    }

    /** Sectors are never divided: all runs begin and end at sectors. */
    private void put(long start, Run run) {
        Map.Entry<Long, Run> before = runs.lowerEntry(start);
        if (before != null && before.getValue().end() > start) {
            runs.put(before.getKey(), new Run(start, before.getValue().content()));
            if (before.getValue().end() > run.end()) {
                runs.put(run.end(), before.getValue());
            }
        }
        Map.Entry<Long, Run> last = runs.lowerEntry(run.end());
        if (last != null && last.getKey() >= start && last.getValue().end() > run.end()) {
            runs.put(run.end(), last.getValue());
        }
        runs.subMap(start, run.end()).clear();
        runs.put(start, run);
    }
}
