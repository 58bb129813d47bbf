package io.vmloom.loadtest.scale;

/** Whoever takes tasks from the queue and has them done. */
sealed interface Workforce extends AutoCloseable permits SlotWorkforce, MassWorkforce {
    @Override
    void close();
}
