package io.vmloom.coordinator.terms;

import io.vmloom.error.RequestException;

/** Work of a higher number goes first. */
public record Priority(int number) implements Comparable<Priority> {
    public static final int HIGHEST = 99;

    /** Of batches that say none. */
    public static final Priority USUAL = new Priority(50);

    public Priority {
        if (number < 0 || number > HIGHEST) {
            throw new RequestException("priority must be from 0 to " + HIGHEST + ", got: " + number);
        }
    }

    public static Priority parse(String text) {
        return new Priority(Numbers.wholeNumber(text, 0, HIGHEST));
    }

    @Override
    public int compareTo(Priority other) {
        return Integer.compare(number, other.number);
    }
}
