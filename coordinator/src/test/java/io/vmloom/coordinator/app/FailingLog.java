package io.vmloom.coordinator.app;

import io.vmloom.coordinator.state.StateKey;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.StoreException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Refuses everything while its brokers are said to do so. */
final class FailingLog implements StateLog {
    private final StateLog log;
    private volatile boolean away;

    FailingLog(StateLog log) {
        this.log = log;
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    @Override
    public void write(List<? extends StateRecord> written, Collection<StateKey> forgotten) {
        if (away) {
            throw StoreException.accessDenied("the state", "not now", null);
        }
        log.write(written, forgotten);
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
    public void replay(int partition, Consumer<List<StateRecord>> batches) {
        log.replay(partition, batches);
    }

    @Override
    public void close() {
        log.close();
    }
}
