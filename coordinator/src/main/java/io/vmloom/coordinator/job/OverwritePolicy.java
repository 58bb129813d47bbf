package io.vmloom.coordinator.job;

/** What happens when something stands at the target already. */
public enum OverwritePolicy {
    /** It is kept: the item is skipped when the guest content is equal, else refused. */
    KEEP,
    /** It is replaced, at the moment the new target is complete. */
    REPLACE,
    /** It has to be there and is written to: a raw file or block device, incomplete until the end. */
    IN_PLACE,
    /** The same for what is known to be zero, so that zeros are not written. */
    IN_PLACE_ZEROED;

    /** Whether the target is written to where it is, instead of being made. */
    public boolean inPlace() {
        return switch (this) {
            case KEEP, REPLACE -> false;
            case IN_PLACE, IN_PLACE_ZEROED -> true;
        };
    }
}
