package io.vmloom.loadtest.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void aRateIsTheBestThatWasHeldForSoLong() {
        add(10, "a", 1_000);
        add(30, "a", 2_999);
        add(20, "b", 3_000);

        assertThat(tally.all()).isEqualTo(60);
        assertThat(tally.best(1)).isEqualTo(30);
        assertThat(tally.best(2)).isEqualTo(25);
        assertThat(tally.best(10)).isEqualTo(6);
    }

    @Test
    void aPauseCountsAsTimeInWhichNothingHappened() {
        add(10, "a", 1_000);
        add(10, "a", 9_000);

        assertThat(tally.best(2)).isEqualTo(5);
    }

    @Test
    void whatHappenedBeforeSomebodyWatchedIsNotTheFirst() {
        tally.add("a", 1_000);
        assertThat(tally.firstOf("a")).isEmpty();

        tally.watchSince(2_000);
        tally.add("a", 1_999);
        tally.add("a", 3_000);
        tally.add("a", 2_500);
        tally.add("b", 2_000);

        assertThat(tally.firstOf("a")).hasValue(2_500);
        assertThat(tally.firstOf("b")).hasValue(2_000);
        assertThat(tally.firstOf("c")).isEmpty();
    }

    private void add(int times, String about, long millis) {
        for (int i = 0; i < times; i++) {
            tally.add(about, millis);
        }
    }
}
