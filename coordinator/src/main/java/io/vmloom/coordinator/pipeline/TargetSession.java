package io.vmloom.coordinator.pipeline;

import io.vmloom.task.Placement;
import io.vmloom.task.TaskId;

/**
 * A target between its first byte and its publication. Used by the item's thread.
 *
 * @see Leftovers for what it leaves in stores
 */
interface TargetSession extends AutoCloseable {
    /** Where an attempt at a range puts its fragment; every attempt of every generation has a staging key of its own. */
    Placement placement(TaskId attempt);

    /** How far ranges may be given out ahead of the first one that is not done. */
    int window();

    /**
     * Removes what stands under the name and is to be replaced, if sealing is what makes targets visible: other files of
     * the target are sealed next, which would not fit it.
     */
    void withdrawBeforeSealing();

    /** Arranges the fragments and writes front and tail; the complete target can be read afterwards. */
    SealedTarget seal(FragmentLedger fragments);

    /** The same as before sealing, if publication is what makes targets visible. */
    void withdrawBeforePublishing();

    /** Makes the sealed target visible under its name, if it is not yet. */
    void publish();

    /** Takes the target back after sealing: it, or what it is a file of, was found to be wrong. */
    void retract();

    /** Discards what this process alone knows and did not publish. */
    @Override
    void close();
}
