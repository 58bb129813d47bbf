package io.vmloom.worker.consume;

/**
 * How many tasks a worker does at once.
 *
 * @param least from the start on
 * @param most when cores have little to do because they wait for stores
 */
public record SlotRange(int least, int most) {
    public SlotRange {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("slots must be from 1 up, got: " + least + " to " + most);
        }
    }

    public static SlotRange always(int slots) {
        return new SlotRange(slots, slots);
    }

    /** For people: {@code 2}, or {@code 2 to 7}. */
    @Override
    public String toString() {
        return least == most ? Integer.toString(least) : least + " to " + most;
    }
}
