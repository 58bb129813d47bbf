package io.vmloom.worker.consume;

import java.util.OptionalDouble;

/**
 * Decides how many slots a worker has. Where all are busy and cores are not, they wait for a store, and more of them may
 * move more bytes at once; one more is tried, and stays if it did. What limits then is the way to the store, or the store, and
 * a further slot would only take memory. Not thread-safe.
 */
final class SlotGovernor {
    /** Below it a slot waits for tasks, and more of them would wait too. */
    private static final double BUSY = 0.9;

    /** Above it cores have no time for a further slot. */
    private static final double CORES_BUSY = 0.8;

    /** Above it slots take time from each other. */
    private static final double CORES_SPENT = 0.97;

    /** Of what one more slot would bring if each brought the same. */
    private static final double WORTHWHILE = 0.3;

    /** Observations after which a slot that was not worthwhile is tried again. */
    private static final int PAUSE = 20;

    private final SlotRange range;
    private int slots;
    private int pause;

    /** Of the slots before the one that is on trial. */
    private OptionalDouble rateBefore = OptionalDouble.empty();

    SlotGovernor(SlotRange range) {
        this.range = range;
        this.slots = range.least();
    }

    /** How many there are to be after what was seen with those that there were. */
    int decide(Observation seen) {
        if (seen.busyShare() < BUSY) {
            rateBefore = OptionalDouble.empty();
        } else if (rateBefore.isPresent()) {
            judge(seen.bytesPerSecond(), rateBefore.getAsDouble());
        } else if (seen.cpuShare() > CORES_SPENT) {
            slots = Math.max(slots - 1, range.least());
        } else if (pause > 0) {
            pause--;
        } else if (seen.cpuShare() < CORES_BUSY && slots < range.most()) {
            rateBefore = OptionalDouble.of(seen.bytesPerSecond());
            slots++;
        }
        return slots;
    }

    private void judge(double rate, double before) {
        if (rate < before * (1 + WORTHWHILE / (slots - 1))) {
            slots--;
            pause = PAUSE;
        }
        rateBefore = OptionalDouble.empty();
    }
}
