package io.vmloom.coordinator.state;

import io.vmloom.error.FencedException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * A log that its coordinator can leave before its process ends: from then on nothing is recorded any more, so that what
 * breaks while the process goes down is not taken for the end of an item. Whoever starts next goes on.
 */
public final class LeavableLog implements StateLog {
    private final StateLog log;
    private volatile boolean left;

    /** @param log closed with this */
    public LeavableLog(StateLog log) {
        this.log = log;
    }

    /** Every write is refused from now on, as if another coordinator had taken over. */
    public void leave() {
        left = true;
    }

    @Override
    public void write(List<? extends StateRecord> records, Collection<StateKey> forgotten) {
        if (left) {
            throw new FencedException("the coordinator's state", "this coordinator is stopping", null);
        }
        log.write(records, forgotten);
    }

    @Override
    public void replay(int partition, Consumer<List<StateRecord>> batches) {
        log.replay(partition, batches);
    }

    @Override
    public void close() {
        left = true;
        log.close();
    }
}
