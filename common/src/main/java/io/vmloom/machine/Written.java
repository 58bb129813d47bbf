package io.vmloom.machine;

import java.util.List;

/** A configuration, and what of the machine it does not say. */
public record Written(String text, List<Note> notes) {
    public Written {
        notes = List.copyOf(notes);
    }
}
