package io.vmloom.coordinator.pipeline;

import io.vmloom.store.Companion;
import io.vmloom.store.ObjectVersion;
import java.util.List;

/**
 * A complete target that can be read, perhaps not under its name yet.
 *
 * @param main the file that has, or gets, the target's name
 * @param extents where its other files are now, under the names that it has for them
 * @param sizeBytes of all files
 */
record SealedTarget(ObjectVersion main, List<Companion> extents, long sizeBytes) {
    SealedTarget {
        extents = List.copyOf(extents);
    }

    List<String> extentNames() {
        return extents.stream().map(Companion::name).toList();
    }

    /** Files that have the names that readers look for. */
    static SealedTarget of(ObjectVersion main, List<ObjectVersion> extents) {
        return new SealedTarget(
                main,
                extents.stream().map(extent -> Companion.of(extent.location())).toList(),
                main.sizeBytes()
                        + extents.stream().mapToLong(ObjectVersion::sizeBytes).sum());
    }

    /** One file. */
    static SealedTarget of(ObjectVersion file) {
        return new SealedTarget(file, List.of(), file.sizeBytes());
    }
}
