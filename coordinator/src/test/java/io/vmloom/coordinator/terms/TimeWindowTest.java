package io.vmloom.coordinator.terms;

import static java.time.DayOfWeek.FRIDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T08:59:59Z, false",
        "2026-11-27T09:00:00Z, true",
        "2026-11-27T11:29:59Z, true",
        "2026-11-27T11:30:00Z, false",
        "2026-11-28T10:00:00Z, false",
    })
    void withinADayItIsOpenFromItsBeginningToItsEnd(Instant moment, boolean open) {
        assertThat(window("10:00", "12:30").contains(moment)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T18:59:59Z, false",
        "2026-11-27T19:00:00Z, true",
        "2026-11-28T04:59:59Z, true",
        "2026-11-28T05:00:00Z, false",
        "2026-11-28T19:30:00Z, false",
        "2026-11-27T03:00:00Z, false",
    })
    void aNightBelongsToTheDayOnWhichItBegins(Instant moment, boolean open) {
        assertThat(window("20:00", "06:00").contains(moment)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({"2026-07-03T18:00:00Z, true", "2026-11-27T18:00:00Z, false"})
    void itGoesByTheClocksOfItsZone(Instant moment, boolean open) {
        assertThat(window("20:00", "23:00").contains(moment)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-26T23:00:00Z, true", "2026-11-27T22:59:59Z, true", "2026-11-27T23:00:00Z, false"})
    void equalTimesAreAWholeDay(Instant moment, boolean open) {
        assertThat(window("00:00", "00:00").contains(moment)).isEqualTo(open);
    }

    private static TimeWindow window(String from, String until) {
        return new TimeWindow(Set.of(FRIDAY), LocalTime.parse(from), LocalTime.parse(until), BERLIN);
    }
}
