package io.vmloom.coordinator.state;

import io.vmloom.error.FencedException;
import java.util.Collection;
import java.util.List;

/**
 * The log as one run of a batch has it. Once the run is left nothing is recorded for it any more, so that what breaks while
 * its threads end is not taken for the end of an item; another run, here or elsewhere, goes on.
 */
public final class LeavableWriter implements StateWriter {
    private final StateWriter log;
    private volatile boolean left;

    public LeavableWriter(StateWriter log) {
        this.log = log;
    }

    /** Every write is refused from now on, as if another coordinator had taken over. */
    public void leave() {
        left = true;
    }

    @Override
    public void write(List<? extends StateRecord> records, Collection<StateKey> forgotten) {
        if (left) {
            throw new FencedException("the coordinator's state", "this run of the batch was left", null);
        }
        log.write(records, forgotten);
    }
}
