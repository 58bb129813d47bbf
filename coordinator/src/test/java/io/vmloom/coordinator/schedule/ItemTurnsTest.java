package io.vmloom.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.coordinator.terms.BatchLimits;
import io.vmloom.coordinator.terms.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ItemTurnsTest {
    private Instant now = Instant.parse("2026-11-27T10:00:00Z");
    private final ItemTurns turns = new ItemTurns(4, () -> now);

    @Test
    void asManyAreUnderWayAsUsual() {
        Waiting batch = new Waiting(TestTerms.share("a", 50), 10);

        assertThat(batch.begun).isEqualTo(4);
        batch.end();
        assertThat(batch.begun).isEqualTo(5);
    }

    @Test
    void aHigherPriorityNeedNotWaitForLowerOnes() {
        Waiting low = new Waiting(TestTerms.share("a", 50), 10);
        Waiting high = new Waiting(TestTerms.share("a", 60), 10);

        assertThat(high.begun).isEqualTo(4);
        low.end();
        assertThat(low.begun).as("the higher one comes first").isEqualTo(4);
    }

    @Test
    void aTenantGetsItsPartAlthoughAnotherOneHasTakenEverything() {
        Waiting greedy = new Waiting(TestTerms.share("a", 50), 100);
        Waiting late = new Waiting(TestTerms.share("b", 50), 100);

        assertThat(greedy.begun).isEqualTo(4);
        assertThat(late.begun).isEqualTo(2);
        for (int i = 0; i < 3; i++) {
            greedy.end();
        }
        assertThat(greedy.running()).as("until both have their parts").isEqualTo(2);
        assertThat(late.running()).isEqualTo(2);
    }

    @Test
    void howeverManyPrioritiesThereAreMemoryIsBounded() {
        for (int priority = 0; priority < 99; priority++) {
            new Waiting(TestTerms.share("a", priority), 10);
        }

        assertThat(turns.running()).isEqualTo(16);
    }

    @Test
    void aBatchHasNoMoreItemsUnderWayThanItsTermsSay() {
        BatchLimits limits = new BatchLimits(OptionalInt.of(1), OptionalInt.empty(), OptionalLong.empty());
        Waiting batch = new Waiting(TestTerms.share("a", 50, limits), 10);

        assertThat(batch.begun).isEqualTo(1);
        batch.end();
        assertThat(batch.begun).isEqualTo(2);
    }

    @Test
    void whatIsHeldBeginsWhenItIsReleased() {
        Share share = TestTerms.share("a", 50);
        share.hold();
        Waiting batch = new Waiting(share, 10);
        assertThat(batch.begun).isZero();

        share.release();
        turns.review();

        assertThat(batch.begun).isEqualTo(4);
    }

    @Test
    void aWindowThatOpensIsNoticed() {
        TimeWindow night = new TimeWindow(TimeWindow.ALL_DAYS, LocalTime.of(20, 0), LocalTime.of(6, 0), ZoneOffset.UTC);
        Waiting batch = new Waiting(TestTerms.share("a", 50, BatchLimits.NONE, night), 1);
        assertThat(batch.begun).isZero();

        now = now.plus(Duration.ofHours(10));
        turns.review();

        assertThat(batch.begun).isEqualTo(1);
    }

    @Test
    void whatOnlyHasToEndWaitsForNobody() {
        new Waiting(TestTerms.share("a", 50), 10);
        Share share = TestTerms.share("a", 1);
        share.hold();
        Waiting ending = new Waiting(share, 10);

        share.end();
        turns.review();

        assertThat(ending.begun).isEqualTo(4);
    }

    /** As many as may be open at once, each of which is looked at whenever an item ends. */
    @Test
    @Timeout(20)
    void aThousandBatchesCostLittle() {
        List<Waiting> batches = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            batches.add(new Waiting(TestTerms.share("tenant-" + i % 100, 50), 10));
        }

        for (int i = 0; i < 9_900; i++) {
            batches.stream()
                    .filter(batch -> batch.running() > 0)
                    .findAny()
                    .orElseThrow()
                    .end();
        }

        assertThat(batches.stream().mapToInt(batch -> batch.ended).sum()).isEqualTo(9_900);
    }

    /** A batch with items to begin. */
    private final class Waiting {
        private final Share share;
        private int waiting;
        private int begun;
        private int ended;

        private Waiting(Share share, int items) {
            this.share = share;
            this.waiting = items;
            ask();
        }

        private void ask() {
            if (waiting > 0) {
                waiting--;
                turns.ask(share, () -> {
                    begun++;
                    ask();
                });
            }
        }

        private void end() {
            ended++;
            turns.ended(share);
        }

        private int running() {
            return begun - ended;
        }
    }
}
