package io.vmloom.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects findings: counts all, keeps the first. Not thread-safe. */
public final class Findings {
    private static final int KEPT = 1000;

    private final List<Finding> first = new ArrayList<>();
    private final Map<String, Long> facts = new LinkedHashMap<>();
    private long errors;
    private long leaks;
    private long leakedBytes;

    public void error(long hostOffset, String problem) {
        errors++;
        keep(new Finding(Severity.ERROR, hostOffset, problem));
    }

    /** Counts one more of a kind of which enough were told. */
    public void unlistedError() {
        errors++;
    }

    public void leak(long hostOffset, long lengthBytes, String problem) {
        leaks++;
        leakedBytes += lengthBytes;
        keep(new Finding(Severity.LEAK, hostOffset, problem));
    }

    /** Counts something that was looked at. */
    public void count(String fact, long more) {
        facts.merge(fact, more, Long::sum);
    }

    public CheckReport report(String format) {
        return new CheckReport(format, facts, first, errors, leaks, leakedBytes);
    }

    private void keep(Finding finding) {
        if (first.size() < KEPT) {
            first.add(finding);
        }
    }
}
