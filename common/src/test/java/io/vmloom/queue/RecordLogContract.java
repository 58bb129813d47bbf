package io.vmloom.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.FencedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every log of keyed records does. Each test has a log of its own. */
@Timeout(300)
public abstract class RecordLogContract {
    private final List<RecordLog> opened = new ArrayList<>();

    /** Opens the log of this test. */
    protected abstract RecordLog openLog();

    @AfterEach
    void end() {
        opened.reversed().forEach(RecordLog::close);
    }

    @Test
    void whatWasAppendedComesBackInOrderAndInItsPartition() {
        RecordLog log = open();
        List<LogRecord> records =
                IntStream.range(0, 50).mapToObj(i -> entry("key-" + i, i)).toList();
        log.append(3, records.subList(0, 20));
        log.append(3, records.subList(20, 50));
        log.append(4, List.of(entry("other", 1)));

        assertThat(replayed(log, 3)).containsExactlyElementsOf(records);
        assertThat(replayed(log, 4)).containsExactly(entry("other", 1));
        assertThat(replayed(log, 5)).isEmpty();
    }

    @Test
    void whatWasAppendedIsFoundAtOnce() {
        RecordLog log = open();
        List<LogRecord> appended = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            appended.add(entry("key-" + i, i));
            log.append(3, appended.subList(i, i + 1));

            assertThat(replayed(log, 3)).containsExactlyElementsOf(appended);
        }
    }

    @Test
    void theNextOwnerFindsEverything() {
        open().append(3, List.of(entry("a", 1), entry("b", 2)));

        assertThat(replayed(open(), 3)).containsExactly(entry("a", 1), entry("b", 2));
    }

    @Test
    void theLastOfAKeyCountsAndForgottenKeysAreGone() {
        RecordLog log = open();
        log.append(3, List.of(entry("a", 1), entry("b", 2), entry("c", 3)));
        log.append(3, List.of(entry("a", 4), LogRecord.forget("b")));

        assertThat(known(log, 3)).containsExactly(Map.entry("c", entry("c", 3)), Map.entry("a", entry("a", 4)));
    }

    @Test
    void bytesAreThoseOfTheMomentTheyWereAppended() {
        RecordLog log = open();
        byte[] bytes = {1, 2, 3};
        log.append(3, List.of(LogRecord.of("a", bytes)));
        bytes[0] = 9;

        assertThat(replayed(log, 3)).containsExactly(LogRecord.of("a", new byte[] {1, 2, 3}));
    }

    @Test
    void aFormerOwnerCanNotAppend() {
        RecordLog former = open();
        former.append(3, List.of(entry("a", 1)));
        RecordLog owner = open();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> former.append(3, List.of(entry("a", 2)))).isInstanceOf(FencedException.class);
        }

        owner.append(3, List.of(entry("b", 3)));
        assertThat(replayed(owner, 3)).containsExactly(entry("a", 1), entry("b", 3));
    }

    @Test
    void aPartitionCanBeTakenOverAndTheOthersStay() {
        RecordLog former = open();
        RecordLog other = openLog();
        opened.add(other);
        other.claim(Set.of(3));

        assertThatThrownBy(() -> former.append(3, List.of(entry("a", 1)))).isInstanceOf(FencedException.class);
        former.append(4, List.of(entry("a", 2)));
        other.append(3, List.of(entry("a", 3)));
        assertThat(replayed(other, 3)).containsExactly(entry("a", 3));
        assertThat(replayed(other, 4)).containsExactly(entry("a", 2));
    }

    @Test
    void whatWasLeftOrNeverClaimedIsNotAppendedTo() {
        RecordLog log = open();
        log.append(3, List.of(entry("a", 1)));
        log.leave(Set.of(3, 5));

        assertThatThrownBy(() -> log.append(3, List.of(entry("a", 2)))).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> log.append(5, List.of(entry("a", 2)))).isInstanceOf(FencedException.class);
        log.claim(Set.of(3));
        log.append(3, List.of(entry("a", 4)));
        assertThat(replayed(log, 3)).containsExactly(entry("a", 1), entry("a", 4));
    }

    @Test
    void manyThreadsAppendAtOnce() {
        RecordLog log = open();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 40).forEach(i -> threads.submit(() -> log.append(i % 2, List.of(entry("k" + i, i)))));
        }

        assertThat(known(log, 0)).hasSize(20);
        assertThat(known(log, 1)).hasSize(20);
    }

    protected final RecordLog open() {
        RecordLog log = openLog();
        opened.add(log);
        log.claim(Set.of(0, 1, 3, 4));
        return log;
    }

    protected static LogRecord entry(String key, int value) {
        return LogRecord.of(key, new byte[] {(byte) value});
    }

    protected static List<LogRecord> replayed(RecordLog log, int partition) {
        List<LogRecord> records = new ArrayList<>();
        log.replay(partition, records::add);
        return records;
    }

    /** What the records add up to, in the order in which the last of each key were appended. */
    protected static Map<String, LogRecord> known(RecordLog log, int partition) {
        Map<String, LogRecord> known = new LinkedHashMap<>();
        log.replay(partition, found -> {
            known.remove(found.key());
            if (found.value().isPresent()) {
                known.put(found.key(), found);
            }
        });
        return known;
    }
}
