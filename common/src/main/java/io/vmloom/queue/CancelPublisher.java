package io.vmloom.queue;

/** Where the coordinator tells all workers what is cancelled. Thread-safe. */
public interface CancelPublisher extends AutoCloseable {
    /** Where workers need not be told. */
    CancelPublisher NONE = new CancelPublisher() {
        @Override
        public void publish(String batch) {}

        @Override
        public void revoke(String batch) {}

        @Override
        public void close() {}
    };

    /**
     * Tells workers that are there and those that come later. Throws {@link io.vmloom.error.StoreException}.
     *
     * @param batch ids of its items are this, a dash, and more
     */
    void publish(String batch);

    /** Work of the batch counts again, as far as it is given out after this. Throws {@link io.vmloom.error.StoreException}. */
    void revoke(String batch);

    @Override
    void close();
}
