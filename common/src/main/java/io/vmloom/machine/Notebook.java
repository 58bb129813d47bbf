package io.vmloom.machine;

import java.util.ArrayList;
import java.util.List;

/** Notes as they are made. */
public final class Notebook {
    private final List<Note> notes = new ArrayList<>();

    public void add(Note note) {
        notes.add(note);
    }

    public void unknown(Setting setting) {
        add(new Note(setting, new Note.Reason.Unknown()));
    }

    public void noCounterpart(Setting setting, String why) {
        add(new Note(setting, new Note.Reason.NoCounterpart(why)));
    }

    public void changed(Setting setting, Object into, String why) {
        add(new Note(setting, new Note.Reason.Changed(into.toString(), why)));
    }

    public void ofTheSource(Setting setting, String why) {
        add(new Note(setting, new Note.Reason.OfTheSource(why)));
    }

    /** The setting must not carry the secret. */
    public void secret(Setting setting, String advice) {
        add(new Note(setting, new Note.Reason.Secret(advice)));
    }

    public void invalid(Setting setting, String why) {
        add(new Note(setting, new Note.Reason.Invalid(why)));
    }

    public List<Note> notes() {
        return List.copyOf(notes);
    }
}
