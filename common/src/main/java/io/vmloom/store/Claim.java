package io.vmloom.store;

/** Keeps others from a place until it is closed. */
public interface Claim extends AutoCloseable {
    @Override
    void close();
}
