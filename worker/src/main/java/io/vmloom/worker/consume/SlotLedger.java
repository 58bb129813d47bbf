package io.vmloom.worker.consume;

import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import java.util.concurrent.atomic.LongAdder;

/** What all slots of a worker did since somebody asked last. Thread-safe. */
final class SlotLedger {
    private final LongAdder idleNanos = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void waited(long nanos) {
        idleNanos.add(nanos);
    }

    void did(TaskResult result) {
        switch (result) {
            case TaskResult.Converted converted -> moved(converted.stats());
            case TaskResult.Digested digested -> moved(digested.stats());
            case TaskResult.Hashed hashed -> moved(hashed.stats());
            case TaskResult.ComposedPart _ -> {}
            case TaskResult.ComposedObject _ -> {}
            case TaskResult.Failed _ -> {}
        }
    }

    private void moved(WorkStats stats) {
        bytes.add(stats.sourceBytes() + stats.targetBytes());
    }

    /**
     * Begins anew.
     *
     * @param slots that there were meanwhile
     * @param nanos since the last time
     * @param cpuNanos that this process spent meanwhile
     * @param cores that it has
     */
    Observation close(int slots, long nanos, long cpuNanos, int cores) {
        double idleShare = idleNanos.sumThenReset() / ((double) slots * nanos);
        return new Observation(
                Math.max(0, 1 - idleShare), cpuNanos / ((double) cores * nanos), bytes.sumThenReset() / (nanos / 1e9));
    }
}
