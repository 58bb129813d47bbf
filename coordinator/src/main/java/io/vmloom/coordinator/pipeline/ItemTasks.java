package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.TaskBoard;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;

/** Names one item's tasks and gives them out. Used by the item's thread. */
final class ItemTasks {
    private final String item;
    private final TaskBoard board;
    private int generation;

    ItemTasks(String item, TaskBoard board) {
        this.item = item;
        this.board = board;
    }

    TaskBoard board() {
        return board;
    }

    /** A generation that no task of the item had before: late results of older ones are then ignored. */
    int nextGeneration() {
        return generation++;
    }

    TaskId id(int ofGeneration, TaskKind kind, int index, int attempt) {
        return new TaskId(item, ofGeneration, kind, index, attempt);
    }
}
