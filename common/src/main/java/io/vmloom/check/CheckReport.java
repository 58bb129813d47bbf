package io.vmloom.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param facts how much of what was looked at, in display order
 * @param first the first findings; the numbers below count all
 * @param leakedBytes of the file
 */
public record CheckReport(
        String format, Map<String, Long> facts, List<Finding> first, long errors, long leaks, long leakedBytes) {
    public CheckReport {
        facts = new LinkedHashMap<>(facts);
        first = List.copyOf(first);
    }

    public boolean clean() {
        return errors == 0 && leaks == 0;
    }
}
