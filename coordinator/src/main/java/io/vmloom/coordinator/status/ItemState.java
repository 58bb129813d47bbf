package io.vmloom.coordinator.status;

import io.vmloom.coordinator.job.ItemOutcome;

/** Where an item stands; names are a contract with clients. */
public enum ItemState {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    SKIPPED,
    FAILED;

    static ItemState of(ItemOutcome outcome) {
        return switch (outcome) {
            case ItemOutcome.Succeeded _ -> SUCCEEDED;
            case ItemOutcome.Skipped _ -> SKIPPED;
            case ItemOutcome.Failed _ -> FAILED;
        };
    }

    public boolean ended() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, SKIPPED, FAILED -> true;
        };
    }
}
