package io.vmloom.queue;

import java.time.Duration;
import java.util.Optional;

/** Where one worker slot takes tasks from; not thread-safe. */
public interface TaskSubscriber extends AutoCloseable {
    /**
     * The next task, or empty when none came in time; throws {@link io.vmloom.error.StoreException}. The task before must
     * be settled or released first.
     */
    Optional<Delivery> poll(Duration timeout);

    /** Gives back what was not settled and leaves. */
    @Override
    void close();
}
