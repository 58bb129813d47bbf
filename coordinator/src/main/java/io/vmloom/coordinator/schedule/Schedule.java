package io.vmloom.coordinator.schedule;

import java.time.InstantSource;

/** Everything that has turns. */
public record Schedule(ItemTurns items, TaskTurns tasks) {
    /** For a process that does one batch and has its workers in itself. */
    public static Schedule ofOneProcess(int items) {
        return new Schedule(new ItemTurns(items, InstantSource.system()), TaskTurns.unlimited());
    }

    /** Terms or the time have changed. */
    public void review() {
        items.review();
        tasks.review();
    }
}
