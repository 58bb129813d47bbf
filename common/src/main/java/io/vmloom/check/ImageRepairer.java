package io.vmloom.check;

import io.vmloom.source.ByteSource;
import java.util.List;

/**
 * Puts the metadata of images of one format in order, as far as it is known from what is there how they should be. What
 * the guest's disk is never changes, and nothing that a format has besides is lost.
 */
public interface ImageRepairer {
    /** Whether there is anything to do, by what a check found. */
    default boolean needed(ByteSource source, CheckReport report) {
        return !report.clean();
    }

    /**
     * Writes what has to be different. Whoever calls checks the copy then: what can not be repaired is left as it is.
     *
     * @return what was changed, for people
     * @throws io.vmloom.error.ImageException when something would be lost
     */
    List<String> repair(ByteSource source, Patches copy);
}
