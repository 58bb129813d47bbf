package io.vmloom.coordinator.terms;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much of a batch may go on at once; the coordinator's own limits hold beside these.
 *
 * @param items under way
 * @param ranges given out to workers, of all its items
 * @param bytesPerSecond of guest data given out, on average
 */
public record BatchLimits(OptionalInt items, OptionalInt ranges, OptionalLong bytesPerSecond) {
    public static final BatchLimits NONE =
            new BatchLimits(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty());
}
