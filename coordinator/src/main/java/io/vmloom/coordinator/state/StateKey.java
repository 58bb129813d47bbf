package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.BatchIds;

/**
 * Names one thing that is known: of each key only the last record counts.
 *
 * @param batch the batch's id, which has no slash
 */
public record StateKey(String batch, String rest) {
    static StateKey ofBatch(String batch, String what) {
        return new StateKey(batch, what);
    }

    static StateKey ofItem(String item, String what) {
        return new StateKey(BatchIds.ofItem(item), item + "/" + what);
    }

    static StateKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("state key must be batch/what, got: " + text);
        }
        return new StateKey(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return batch + "/" + rest;
    }
}
