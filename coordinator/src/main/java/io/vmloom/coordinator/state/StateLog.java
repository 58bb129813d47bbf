package io.vmloom.coordinator.state;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Where coordinators keep what the next one has to know. Thread-safe; all calls block. */
public interface StateLog extends StateWriter, AutoCloseable {
    /**
     * Takes partitions of the state over from whoever has them.
     *
     * @param partitions of {@link io.vmloom.coordinator.job.BatchIds#PARTITIONS}
     */
    void claim(Set<Integer> partitions);

    /** Records nothing more in these partitions; whoever claims them next goes on. */
    void leave(Set<Integer> partitions);

    /** Calls back with the records of each batch in the order they were written, one per key. */
    void replay(int partition, Consumer<List<StateRecord>> batches);

    @Override
    void close();
}
