package io.vmloom.coordinator.state;

import java.util.Collection;
import java.util.List;

/** Makes durable what the next coordinator has to know. Thread-safe; all calls block. */
@FunctionalInterface
public interface StateWriter {
    /** Keeps nothing: for work that ends with its process. */
    StateWriter NONE = (records, forgotten) -> {};

    /**
     * Makes records durable, and others forgotten, all or none; everything belongs to one batch. May be repeated after
     * a failure. Throws a {@link io.vmloom.error.ConversionException}; after a
     * {@link io.vmloom.error.FencedException} the caller must touch nothing any more.
     */
    void write(List<? extends StateRecord> records, Collection<StateKey> forgotten);

    default void append(StateRecord... records) {
        write(List.of(records), List.of());
    }
}
