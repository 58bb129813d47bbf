package io.vmloom.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.terms.BatchLimits;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.coordinator.terms.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TaskTurnsTest {
    private static final long MIB = 1 << 20;

    private Instant now = Instant.parse("2026-11-27T10:00:00Z");
    private int credit = 4;
    private final TaskTurns turns = new TaskTurns(() -> credit, () -> now);

    @Test
    void noMoreIsOutThanThereIsCreditFor() {
        Customer customer = new Customer(TestTerms.share("a", 50), 1);

        customer.takeAll();

        assertThat(turns.out()).isEqualTo(4);
        customer.finishOne();
        assertThat(customer.woken).isTrue();
    }

    @Test
    void theHighestPriorityGoesFirstHoweverMuchItHasHad() {
        Customer low = new Customer(TestTerms.share("a", 50), 1);
        low.takeAll();
        Customer high = new Customer(TestTerms.share("b", 51), 1);
        high.takeAll();

        for (int i = 0; i < 100; i++) {
            (low.out > 0 ? low : high).finishOne();
            low.takeAll();
            high.takeAll();
        }

        assertThat(low.taken).isEqualTo(4);
        assertThat(high.taken).isEqualTo(100);
    }

    @Test
    void aChangedPriorityCountsFromTheNextTurnOn() {
        Share share = TestTerms.share("a", 50);
        Customer low = new Customer(share, 1);
        Customer high = new Customer(TestTerms.share("b", 51), 1);
        high.takeAll();
        low.takeAll();
        share.prioritize(new Priority(52));

        high.finishOne();

        assertThat(low.woken).isTrue();
        assertThat(high.woken).isFalse();
    }

    @Test
    void tenantsOfOnePriorityGetEqualAmountsOfDataHoweverManyBatchesAndItemsTheyHave() {
        Customer[] many = new Customer[6];
        for (int i = 0; i < many.length; i++) {
            many[i] = new Customer(TestTerms.share("a", 50), 3 * MIB);
        }
        Customer one = new Customer(TestTerms.share("b", 50), 5 * MIB);

        run(2000, append(many, one));

        long ofMany = 0;
        for (Customer customer : many) {
            ofMany += customer.takenBytes;
        }
        assertThat((double) one.takenBytes / ofMany).isBetween(0.97, 1.03);
    }

    @Test
    void aHugeImageAndSmallOnesOfABatchGoOnAlike() {
        Share share = TestTerms.share("a", 50);
        Customer huge = new Customer(share, 32 * MIB);
        Customer small = new Customer(share, MIB);

        run(20_000, huge, small);

        assertThat((double) huge.takenBytes / small.takenBytes).isBetween(0.97, 1.03);
    }

    @Test
    void whoeverComesLaterIsOwedNothingForTheTimeBefore() {
        Customer early = new Customer(TestTerms.share("a", 50), MIB);
        run(1000, early);
        Customer late = new Customer(TestTerms.share("b", 50), MIB);
        int before = early.taken;

        run(100, early, late);

        assertThat(early.taken - before).isBetween(40, 60);
    }

    @Test
    void aBatchHasNoMoreRangesOutThanItsTermsSay() {
        credit = 100;
        BatchLimits limits = new BatchLimits(OptionalInt.empty(), OptionalInt.of(3), OptionalLong.empty());
        Share share = TestTerms.share("a", 50, limits);
        Customer one = new Customer(share, 1);
        Customer other = new Customer(share, 1);

        one.takeAll();
        other.takeAll();

        assertThat(turns.out()).isEqualTo(3);
        one.finishOne();
        one.takeAll();
        other.takeAll();
        assertThat(one.out + other.out).isEqualTo(3);
    }

    @Test
    void aBatchIsGivenNoMoreDataThanItsBandwidthAllows() {
        BatchLimits limits = new BatchLimits(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.of(10 * MIB));
        Customer customer = new Customer(TestTerms.share("a", 50, limits), 4 * MIB);

        for (int second = 0; second < 100; second++) {
            for (int tenth = 0; tenth < 10; tenth++) {
                run(1, customer);
                now = now.plus(Duration.ofMillis(100));
            }
        }

        assertThat(customer.takenBytes / MIB).isBetween(980L, 1004L);
    }

    @Test
    void whatIsHeldGetsNothingUntilItIsReleased() {
        Share share = TestTerms.share("a", 50);
        Customer customer = new Customer(share, 1);
        share.hold();
        customer.takeAll();
        assertThat(customer.taken).isZero();

        share.release();
        turns.review();

        assertThat(customer.woken).isTrue();
        customer.takeAll();
        assertThat(customer.taken).isEqualTo(4);
    }

    @Test
    void outsideOfItsWindowsABatchGetsNothing() {
        TimeWindow night = new TimeWindow(TimeWindow.ALL_DAYS, LocalTime.of(20, 0), LocalTime.of(6, 0), ZoneOffset.UTC);
        Customer customer = new Customer(TestTerms.share("a", 50, BatchLimits.NONE, night), 1);
        customer.takeAll();
        assertThat(customer.taken).isZero();

        now = now.plus(Duration.ofHours(10));
        customer.takeAll();

        assertThat(customer.taken).isEqualTo(4);
    }

    @Test
    void whoeverGoesAwayGivesAllBack() {
        Customer leaving = new Customer(TestTerms.share("a", 50), 1);
        Customer staying = new Customer(TestTerms.share("a", 50), 1);
        leaving.takeAll();
        staying.takeAll();

        leaving.lane.close();

        assertThat(staying.woken).isTrue();
        staying.takeAll();
        assertThat(turns.out()).isEqualTo(staying.out).isEqualTo(4);
    }

    /** Each finishes one task in turn, and takes what it gets. */
    private static void run(int rounds, Customer... customers) {
        for (int round = 0; round < rounds; round++) {
            for (Customer customer : customers) {
                customer.takeAll();
            }
            Customer customer = customers[round % customers.length];
            if (customer.out > 0) {
                customer.finishOne();
            }
        }
    }

    private static Customer[] append(Customer[] customers, Customer last) {
        Customer[] all = Arrays.copyOf(customers, customers.length + 1);
        all[customers.length] = last;
        return all;
    }

    /** An item that never runs out of tasks. */
    private final class Customer {
        private final long taskBytes;
        private final Lane lane;
        private boolean woken;
        private int out;
        private int taken;
        private long takenBytes;

        private Customer(Share share, long taskBytes) {
            this.taskBytes = taskBytes;
            this.lane = turns.open(share, () -> woken = true);
        }

        private void takeAll() {
            woken = false;
            while (lane.tryTake(taskBytes)) {
                out++;
                taken++;
                takenBytes += taskBytes;
            }
        }

        private void finishOne() {
            out--;
            lane.giveBack();
        }
    }
}
