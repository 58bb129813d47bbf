package io.vmloom.coordinator.status;

/** Where a batch stands; names are a contract with clients. */
public enum BatchState {
    /** Other batches come first. */
    QUEUED,
    RUNNING,
    /** Somebody cancelled it; what was begun is being removed. */
    CANCELLING,
    /** Every item succeeded or was skipped. */
    SUCCEEDED,
    /** At least one item failed. */
    FAILED,
    CANCELLED;

    public boolean ended() {
        return switch (this) {
            case QUEUED, RUNNING, CANCELLING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
