package io.vmloom.queue.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.queue.LogRecord;
import io.vmloom.queue.RecordLog;
import io.vmloom.queue.RecordLogContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalRecordsTest extends RecordLogContract {
    private final LocalRecords records = new LocalRecords(64);

    @Override
    protected RecordLog openLog() {
        return records.open();
    }

    @Test
    void compactionKeepsTheLastOfEachKey() {
        RecordLog log = open();
        log.append(3, List.of(entry("a", 1), entry("b", 2), entry("a", 3), LogRecord.forget("b")));

        records.compact();

        assertThat(replayed(log, 3)).containsExactly(entry("a", 3));
    }
}
