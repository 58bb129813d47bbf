package io.vmloom.coordinator.state;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Where coordinators keep what the next one has to know. Thread-safe; all calls block. */
public interface StateLog extends AutoCloseable {
    /** Keeps nothing: for work that ends with its process. */
    StateLog NONE = new StateLog() {
        @Override
        public void write(List<? extends StateRecord> records, Collection<StateKey> forgotten) {}

        @Override
        public void replay(int partition, Consumer<List<StateRecord>> batches) {}

        @Override
        public void close() {}
    };

    /**
     * Makes records durable, and others forgotten, all or none; everything belongs to one batch. May be repeated after
     * a failure. Throws a {@link io.vmloom.error.ConversionException}; after a
     * {@link io.vmloom.error.FencedException} the caller must touch nothing any more.
     */
    void write(List<? extends StateRecord> records, Collection<StateKey> forgotten);

    default void append(StateRecord... records) {
        write(List.of(records), List.of());
    }

    /**
     * Calls back with the records of each batch in the order they were written, one per key.
     *
     * @param partition one of {@link io.vmloom.coordinator.job.BatchIds#PARTITIONS}
     */
    void replay(int partition, Consumer<List<StateRecord>> batches);

    @Override
    void close();
}
