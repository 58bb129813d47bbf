package io.vmloom.coordinator.terms;

import java.util.OptionalInt;

/**
 * How many items of a batch may fail before the others are given up.
 *
 * @param percent of all items of the batch
 */
public record Tolerance(OptionalInt count, OptionalInt percent) {
    /** Every item is tried. */
    public static final Tolerance ALL = new Tolerance(OptionalInt.empty(), OptionalInt.empty());

    /** Whether a batch that ended like this is as it should be; who says nothing tolerates nothing. */
    public boolean takes(int failed, int items) {
        return failed == 0 || !equals(ALL) && !isExceeded(failed, items);
    }

    /** Whether more failed than either bound allows. */
    public boolean isExceeded(int failed, int items) {
        return count.isPresent() && failed > count.getAsInt()
                || percent.isPresent() && 100L * failed > (long) percent.getAsInt() * items;
    }
}
