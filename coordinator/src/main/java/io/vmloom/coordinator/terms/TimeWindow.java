package io.vmloom.coordinator.terms;

import io.vmloom.error.RequestException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hours in which work may be given out.
 *
 * @param days on which it opens
 * @param until on the same day, or on the next when it is not after {@code from}
 */
public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone) {
    public static final Set<DayOfWeek> ALL_DAYS = Set.copyOf(EnumSet.allOf(DayOfWeek.class));

    public TimeWindow {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a window must open on some day");
        }
    }

    /** Goes by the clocks of the zone, summer time with them. */
    public boolean contains(Instant instant) {
        ZonedDateTime there = instant.atZone(zone);
        LocalTime time = there.toLocalTime();
        boolean openedToday = days.contains(there.getDayOfWeek()) && !time.isBefore(from);
        if (from.isBefore(until)) {
            return openedToday && time.isBefore(until);
        }
        boolean openedYesterday = days.contains(there.getDayOfWeek().minus(1)) && time.isBefore(until);
        return openedToday || openedYesterday;
    }

    /** Such as {@code mon,tue,sun}; {@link RequestException} for anything else. */
    public static Set<DayOfWeek> days(String text) {
        return Stream.of(text.split(",", -1)).map(name -> day(name.strip())).collect(Collectors.toSet());
    }

    /** Such as {@code 20:00}; {@link RequestException} for anything else. */
    public static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new RequestException("must be a time of the day such as 20:00, got: '" + text + "'");
        }
    }

    /** Such as {@code Europe/Berlin}; {@link RequestException} for anything else. */
    public static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new RequestException("must be a time zone such as UTC or Europe/Berlin, got: '" + text + "'");
        }
    }

    private static DayOfWeek day(String name) {
        return Stream.of(DayOfWeek.values())
                .filter(day -> name.length() >= 3 && day.name().regionMatches(true, 0, name, 0, name.length()))
                .findFirst()
                .orElseThrow(() -> new RequestException(
                        "must be days such as mon, tue, sun, separated by commas, got: '" + name + "'"));
    }
}
