package io.vmloom.coordinator.pipeline;

import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.coordinator.dispatch.TaskBoard;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.store.Stores;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;

/** What the steps of one item share. Used by the item's thread. */
final class ItemContext {
    private final ConversionRequest request;
    private final Stores stores;
    private final TaskBoard board;
    private final Retries retries;
    private final Retries cleaning;
    private int generation;

    ItemContext(ConversionRequest request, Stores stores, TaskBoard board, Retries retries, Retries cleaning) {
        this.request = request;
        this.stores = stores;
        this.board = board;
        this.retries = retries;
        this.cleaning = cleaning;
    }

    ConversionRequest request() {
        return request;
    }

    Stores stores() {
        return stores;
    }

    TaskBoard board() {
        return board;
    }

    Retries retries() {
        return retries;
    }

    /** For what is removed after the item's end; goes on when the item is cancelled. */
    Retries cleaning() {
        return cleaning;
    }

    /** A generation that no task of the item had before: late results of older ones are then ignored. */
    int nextGeneration() {
        return generation++;
    }

    TaskId task(int ofGeneration, TaskKind kind, int index, int attempt) {
        return new TaskId(request.id(), ofGeneration, kind, index, attempt);
    }
}
