package io.vmloom.coordinator.job;

import io.vmloom.machine.ToldNote;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a machine was not taken over as it was.
 *
 * @param first of all notes, as many as are kept
 * @param byKind how many there are of each kind, those that are not kept too
 */
public record MachineNotes(List<ToldNote> first, Map<String, Integer> byKind) {
    public static final MachineNotes NONE = new MachineNotes(List.of(), Map.of());

    /** A hostile configuration has hundreds of thousands of unknown settings, and an outcome has to fit in a record. */
    private static final int KEPT = 500;

    private static final int KEPT_CHARACTERS = 300;

    public MachineNotes {
        first = List.copyOf(first);
        byKind = Map.copyOf(byKind);
    }

    public static MachineNotes of(List<ToldNote> all) {
        return new MachineNotes(
                all.stream()
                        .limit(KEPT)
                        .map(note -> note.cutTo(KEPT_CHARACTERS))
                        .toList(),
                all.stream().collect(Collectors.groupingBy(ToldNote::kind, Collectors.summingInt(note -> 1))));
    }

    public int count() {
        return byKind.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many of each kind, for people; empty when there are none. */
    public String summary() {
        return new TreeMap<>(byKind)
                .entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .collect(Collectors.joining(", "));
    }
}
