package io.vmloom.queue;

/** Where workers tell what they do. Thread-safe. */
public interface BeatPublisher extends AutoCloseable {
    /** Where nobody watches. */
    BeatPublisher NONE = new BeatPublisher() {
        @Override
        public void publish(WorkerBeat beat) {}

        @Override
        public void close() {}
    };

    /** Throws {@link io.vmloom.error.StoreException} when it was not taken, which does no harm. */
    void publish(WorkerBeat beat);

    @Override
    void close();
}
