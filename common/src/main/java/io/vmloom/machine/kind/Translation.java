package io.vmloom.machine.kind;

import io.vmloom.error.RequestException;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineRules;
import io.vmloom.machine.Note;
import io.vmloom.machine.Reading;
import io.vmloom.machine.ToldNote;
import io.vmloom.machine.Written;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine as another kind of configuration.
 *
 * @param machine as it was written
 * @param notes of all steps: what was not taken over as it was
 */
public record Translation(Machine machine, String text, List<ToldNote> notes) {
    public Translation {
        notes = List.copyOf(notes);
    }

    /** Throws {@link RequestException} for a kind that is only read. */
    public static Translation of(Reading source, MachineRules rules, MachineKind target) {
        Reading fitted = rules.apply(source.machine());
        Written written = target.writer()
                .orElseThrow(() -> new RequestException("'" + target.name() + "' is only read, not written"))
                .write(fitted.machine());
        List<ToldNote> told = new ArrayList<>();
        add(told, "read", source.notes());
        add(told, "rule", fitted.notes());
        add(told, "write", written.notes());
        return new Translation(fitted.machine(), written.text(), told);
    }

    private static void add(List<ToldNote> told, String step, List<Note> notes) {
        notes.forEach(note -> told.add(ToldNote.of(step, note)));
    }
}
