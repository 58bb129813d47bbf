package io.vmloom.loadtest.bench;

/** Both sides of a trial, ready to run it in turn. */
interface Sides extends AutoCloseable {
    /** Does it once by vmloom. */
    Sample ours() throws Exception;

    /** Does the same by the other side. */
    Sample theirs() throws Exception;

    @Override
    default void close() {}
}
