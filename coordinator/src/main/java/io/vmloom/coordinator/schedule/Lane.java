package io.vmloom.coordinator.schedule;

/** One item's way to the workers. Used by the item's thread. */
public interface Lane extends AutoCloseable {
    /** Where nobody else is in the way. */
    Lane FREE = new Lane() {
        @Override
        public boolean tryTake(long bytes) {
            return true;
        }

        @Override
        public void giveBack() {}

        @Override
        public void close() {}
    };

    /**
     * Whether one more task may be given out now. If not, the item is told when it is worth while to ask again, and is to ask
     * now and then by itself: limits that go by the clock tell nobody.
     *
     * @param bytes of guest data that the task is about
     */
    boolean tryTake(long bytes);

    /** A task that was given out is done, or will not be done. */
    void giveBack();

    /** Gives back all; nobody waits here any more. */
    @Override
    void close();
}
