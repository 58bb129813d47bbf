package io.vmloom.coordinator.estimate;

import io.vmloom.coordinator.state.StateKey;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.coordinator.state.StateWriter;
import java.util.Collection;
import java.util.List;

/** Keeps nothing but how much it was given. Used by one thread. */
final class CountedLog implements StateWriter {
    private long records;

    long records() {
        return records;
    }

    @Override
    public void write(List<? extends StateRecord> written, Collection<StateKey> forgotten) {
        records += written.size() + forgotten.size();
    }
}
