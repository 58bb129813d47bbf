package io.vmloom.loadtest.bench;

/** Endless content of one kind. */
public interface ContentSource {
    /** Fills the range with the next bytes. */
    void fill(byte[] bytes, int offset, int length);
}
