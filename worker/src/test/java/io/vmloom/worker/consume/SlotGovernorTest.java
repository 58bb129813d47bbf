package io.vmloom.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotGovernorTest {
    private static final int CORES = 4;
    private static final double SLOT_RATE = 50e6;
    private static final int PERIODS = 60;

    private final SlotGovernor governor = new SlotGovernor(new SlotRange(CORES, 16));

    @Test
    void slotsThatWaitForAFarStoreBecomeMore() {
        // Each slot has a tenth of a core to do, and the way to the store is wide.
        assertThat(last(slots -> new Observation(1, slots * 0.1 / CORES, slots * SLOT_RATE)))
                .isEqualTo(16);
    }

    @Test
    void aNarrowWayIsNotMadeWiderByMoreSlots() {
        double width = 6 * SLOT_RATE;

        int[] slots = run(seen -> new Observation(1, seen * 0.1 / CORES, Math.min(width, seen * SLOT_RATE)));

        assertThat(slots[PERIODS - 1]).isEqualTo(6);
        assertThat(IntStream.of(slots).max()).hasValue(7);
        assertThat(IntStream.of(slots).filter(count -> count == 7).count())
                .as("trials of a slot that brings nothing")
                .isLessThan(5);
    }

    @Test
    void coresThatAreBusyKeepTheirSlots() {
        assertThat(last(slots -> new Observation(1, 0.95, CORES * SLOT_RATE))).isEqualTo(CORES);
    }

    @Test
    void slotsThatWaitForTasksStayAsManyAsTheyAre() {
        assertThat(last(slots -> new Observation(0.4, 0.1, SLOT_RATE))).isEqualTo(CORES);
    }

    @Test
    void whenCoresBecomeBusyTheFurtherSlotsGo() {
        run(slots -> new Observation(1, slots * 0.1 / CORES, slots * SLOT_RATE));

        assertThat(last(slots -> new Observation(1, 1, CORES * SLOT_RATE))).isEqualTo(CORES);
    }

    @Test
    void ratesThatVaryByATenthAreJudgedAlike() {
        SplittableRandom random = new SplittableRandom(1);

        assertThat(last(slots -> new Observation(
                        1, slots * 0.1 / CORES, slots * SLOT_RATE * (0.95 + 0.1 * random.nextDouble()))))
                .isGreaterThan(CORES);
    }

    private int last(IntFunction<Observation> worker) {
        return run(worker)[PERIODS - 1];
    }

    /** How many slots there were in each period. */
    private int[] run(IntFunction<Observation> worker) {
        int[] slots = new int[PERIODS];
        int now = CORES;
        for (int i = 0; i < PERIODS; i++) {
            now = governor.decide(worker.apply(now));
            slots[i] = now;
        }
        return slots;
    }
}
