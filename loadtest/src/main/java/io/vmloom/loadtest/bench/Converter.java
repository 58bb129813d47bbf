package io.vmloom.loadtest.bench;

import io.vmloom.store.Location;
import java.time.Duration;

/** Whoever converts objects, one after the other, and stays. */
interface Converter extends AutoCloseable {
    /** Returns when the target is complete. */
    void convert(Location.InBucket source, Location.InBucket target);

    /** What its processes have spent so far. */
    Duration cpu();

    /** The most memory that the largest of those held at once which hold what is converted. */
    long peakBytes();

    @Override
    void close();
}
