package io.vmloom.coordinator.estimate;

import io.vmloom.coordinator.state.StateKey;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.state.StateRecord;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Keeps nothing but how much it was given. Used by one thread. */
final class CountedLog implements StateLog {
    private long records;

    long records() {
        return records;
    }

    @Override
    public void write(List<? extends StateRecord> written, Collection<StateKey> forgotten) {
        records += written.size() + forgotten.size();
    }

    @Override
    public void replay(Consumer<List<StateRecord>> batches) {}

    @Override
    public void close() {}
}
