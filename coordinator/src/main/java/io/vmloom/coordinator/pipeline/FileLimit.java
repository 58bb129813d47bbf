package io.vmloom.coordinator.pipeline;

import io.vmloom.error.TargetException;
import io.vmloom.table.TargetDesign;
import io.vmloom.unit.ByteSize;

/** Stops a target that outgrows its format. */
final class FileLimit {
    private FileLimit() {}

    static void check(TargetDesign design, String target, long bytes) {
        if (bytes > design.maxFileBytes()) {
            throw TargetException.tooLarge(
                    target,
                    "the file would take " + ByteSize.format(bytes) + " where its format allows "
                            + ByteSize.format(design.maxFileBytes()),
                    "choose another format, stronger compression or a larger cluster size");
        }
    }
}
