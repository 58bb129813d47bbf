package io.vmloom.loadtest.chaos;

import io.vmloom.error.InternalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How often workers began tasks, by what they said, those that were killed included.
 *
 * @param all how often
 * @param distinct how many tasks these were
 */
record Deliveries(long all, long distinct) {
    private static final Pattern BEGUN = Pattern.compile("task begun task=\"?([^\"\\s]+)");

    /** @param logs of files that have a line for each task that was begun; others are not looked at */
    static Deliveries in(Path logs) {
        long all = 0;
        Set<String> distinct = new HashSet<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Matcher begun = BEGUN.matcher(Files.readString(log));
                while (begun.find()) {
                    all++;
                    distinct.add(begun.group(1));
                }
            }
        } catch (IOException e) {
            throw new InternalException("what the workers said can not be read", e);
        }
        return new Deliveries(all, distinct.size());
    }

    /** Beyond the first of each. */
    long again() {
        return all - distinct;
    }
}
