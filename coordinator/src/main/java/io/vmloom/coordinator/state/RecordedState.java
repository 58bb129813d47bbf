package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.queue.LogRecord;
import io.vmloom.queue.RecordLog;
import io.vmloom.wire.WireException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** State in a log of keyed records; a batch lies in the partition that its id names. */
public final class RecordedState implements StateLog {
    private final RecordLog log;

    /** @param log closed with this */
    public RecordedState(RecordLog log) {
        this.log = log;
        if (log.partitions() != BatchIds.PARTITIONS) {
            throw new RequestException("the state's log must have " + BatchIds.PARTITIONS + " partitions, got: "
                    + log.partitions() + "; ids of batches name them");
        }
    }

    @Override
    public void claim(Set<Integer> partitions) {
        log.claim(partitions);
    }

    @Override
    public void leave(Set<Integer> partitions) {
        log.leave(partitions);
    }

    @Override
    public void write(List<? extends StateRecord> records, Collection<StateKey> forgotten) {
        Set<String> batches = Stream.concat(records.stream().map(StateRecord::key), forgotten.stream())
                .map(StateKey::batch)
                .collect(Collectors.toSet());
        if (batches.size() > 1) {
            throw new InternalException("records written together must be of one batch, got: " + batches, null);
        }
        if (batches.isEmpty()) {
            return;
        }
        List<LogRecord> entries = new ArrayList<>();
        records.forEach(written -> entries.add(LogRecord.of(written.key().toString(), StateWire.encode(written))));
        forgotten.forEach(key -> entries.add(LogRecord.forget(key.toString())));
        log.append(BatchIds.partition(batches.iterator().next()), entries);
    }

    @Override
    public void replay(int partition, Consumer<List<StateRecord>> batches) {
        Map<String, Map<String, byte[]>> values = new LinkedHashMap<>();
        log.replay(partition, entry -> {
            Map<String, byte[]> batch =
                    values.computeIfAbsent(StateKey.parse(entry.key()).batch(), id -> new LinkedHashMap<>());
            // A later record of a key stands where it was written, not where the first one stood.
            batch.remove(entry.key());
            entry.bytes().ifPresent(bytes -> batch.put(entry.key(), bytes));
        });
        values.values().stream().filter(batch -> !batch.isEmpty()).forEach(batch -> batches.accept(decode(batch)));
    }

    @Override
    public void close() {
        log.close();
    }

    private static List<StateRecord> decode(Map<String, byte[]> batch) {
        List<StateRecord> records = new ArrayList<>();
        batch.forEach((key, bytes) -> {
            try {
                records.add(StateWire.decode(bytes));
            } catch (WireException e) {
                throw new RequestException("state record " + key + " can not be read (" + e.getMessage()
                        + "); it may be of a later release, start that one");
            }
        });
        return records;
    }
}
