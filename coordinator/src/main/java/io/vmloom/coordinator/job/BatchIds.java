package io.vmloom.coordinator.job;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Locale;

/**
 * Names batches {@code b07-<ULID>}: the number is the partition that keeps the batch's state, so that whoever knows an
 * id knows where to look, and later batches sort behind earlier ones of their partition.
 */
public final class BatchIds {
    /** How many partitions there are; never changes. */
    public static final int PARTITIONS = 64;

    private BatchIds() {}

    public static String next() {
        Ulid ulid = UlidCreator.getMonotonicUlid();
        return String.format(Locale.ROOT, "b%02d-%s", Math.floorMod(ulid.hashCode(), PARTITIONS), ulid);
    }
}
