package io.vmloom.coordinator.job;

/** What happens when something stands at the target already. */
public enum OverwritePolicy {
    /** It is kept: the item is skipped when the guest content is equal, else refused. */
    KEEP,
    /** It is replaced, at the moment the new target is complete. */
    REPLACE
}
