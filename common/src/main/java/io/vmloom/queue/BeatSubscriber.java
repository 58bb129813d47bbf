package io.vmloom.queue;

import java.time.Duration;
import java.util.List;

/** Where coordinators hear what workers do, that of the last minutes first; not thread-safe. */
public interface BeatSubscriber extends AutoCloseable {
    /** Where no worker tells. */
    BeatSubscriber NONE = new BeatSubscriber() {
        @Override
        public List<WorkerBeat> poll(Duration timeout) {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /** Beats that came since, in order per worker; throws {@link io.vmloom.error.StoreException}. */
    List<WorkerBeat> poll(Duration timeout);

    @Override
    void close();
}
