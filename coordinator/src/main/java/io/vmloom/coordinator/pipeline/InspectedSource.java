package io.vmloom.coordinator.pipeline;

import io.vmloom.extent.DiskImage;
import io.vmloom.store.ObjectVersion;
import java.util.List;

/**
 * A source whose metadata was read.
 *
 * @param members the pinned versions behind {@link DiskImage#members()}, in the same order
 */
record InspectedSource(DiskImage image, List<ObjectVersion> members) implements AutoCloseable {
    InspectedSource {
        members = List.copyOf(members);
    }

    long sourceBytes() {
        return members.stream().mapToLong(ObjectVersion::sizeBytes).sum();
    }

    boolean weakIdentity() {
        return members.stream().anyMatch(ObjectVersion::weak);
    }

    @Override
    public void close() {
        image.members().forEach(io.vmloom.source.ByteSource::close);
    }
}
