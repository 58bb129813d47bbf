package io.vmloom.queue.local;

import io.vmloom.error.FencedException;
import io.vmloom.queue.LogRecord;
import io.vmloom.queue.RecordLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Records in memory, which outlive those who open the log. Bytes are copied in. Thread-safe. */
public final class LocalRecords {
    private final Object lock = new Object();
    private final List<List<LogRecord>> partitions;
    private final Map<Integer, Handle> owners = new HashMap<>();

    public LocalRecords(int partitions) {
        this.partitions = Stream.<List<LogRecord>>generate(ArrayList::new)
                .limit(partitions)
                .toList();
    }

    /** Opens the log, of which no partition is claimed then. */
    public RecordLog open() {
        return new Handle();
    }

    /** Drops what need not be kept. */
    public void compact() {
        synchronized (lock) {
            for (List<LogRecord> partition : partitions) {
                Map<String, LogRecord> last = new HashMap<>();
                partition.forEach(entry -> last.put(entry.key(), entry));
                partition.removeIf(entry -> entry.value().isEmpty() || last.get(entry.key()) != entry);
            }
        }
    }

    private final class Handle implements RecordLog {
        @Override
        public int partitions() {
            return partitions.size();
        }

        @Override
        public void claim(Set<Integer> claimed) {
            synchronized (lock) {
                claimed.forEach(partition -> owners.put(partition, this));
            }
        }

        @Override
        public void leave(Set<Integer> left) {
            synchronized (lock) {
                left.forEach(partition -> owners.remove(partition, this));
            }
        }

        @Override
        public void append(int partition, List<LogRecord> records) {
            synchronized (lock) {
                if (owners.get(partition) != this) {
                    throw new FencedException("partition " + partition + " of the log", "it is somebody else's", null);
                }
                records.forEach(entry -> partitions.get(partition).add(copy(entry)));
            }
        }

        @Override
        public void replay(int partition, Consumer<LogRecord> visitor) {
            List<LogRecord> snapshot;
            synchronized (lock) {
                snapshot = List.copyOf(partitions.get(partition));
            }
            snapshot.forEach(visitor);
        }

        @Override
        public void close() {}
    }

    private static LogRecord copy(LogRecord entry) {
        return entry.bytes()
                .map(bytes -> LogRecord.of(entry.key(), bytes))
                .orElseGet(() -> LogRecord.forget(entry.key()));
    }
}
