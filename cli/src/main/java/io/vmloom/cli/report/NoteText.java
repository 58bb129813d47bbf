package io.vmloom.cli.report;

import io.vmloom.coordinator.job.MachineNotes;
import io.vmloom.machine.ToldNote;
import java.util.ArrayList;
import java.util.List;

/** What of a machine was not taken over as it was, for people. */
public final class NoteText {
    private static final String OF_THE_SOURCE = "of-the-source";

    /** More of what means nothing to the new host is counted only. */
    private static final int OF_THE_SOURCE_TOLD = 5;

    private NoteText() {}

    /** A line for each note, and one for those that are left out; none when there are no notes. */
    public static List<String> lines(MachineNotes notes) {
        boolean many = notes.byKind().getOrDefault(OF_THE_SOURCE, 0) > OF_THE_SOURCE_TOLD;
        List<String> lines = new ArrayList<>();
        for (ToldNote note : notes.first()) {
            if (!many || !note.kind().equals(OF_THE_SOURCE)) {
                lines.add(note.toString());
            }
        }
        int untold = notes.count() - lines.size();
        if (untold > 0) {
            lines.add(untold + " more settings were not taken over, most of them about the old host or program; all: "
                    + notes.summary());
        }
        return lines;
    }
}
