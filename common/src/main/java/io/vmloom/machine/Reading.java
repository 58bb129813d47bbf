package io.vmloom.machine;

import java.util.List;

/** What a configuration says, and what of it the machine does not say. */
public record Reading(Machine machine, List<Note> notes) {
    public Reading {
        notes = List.copyOf(notes);
    }
}
