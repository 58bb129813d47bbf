package io.vmloom.coordinator.pipeline;

import io.vmloom.extent.DiskImage;
import io.vmloom.source.ByteSource;
import io.vmloom.store.ObjectVersion;
import java.util.List;

/**
 * A source whose metadata was read.
 *
 * @param members the pinned versions behind {@link DiskImage#members()}, in the same order
 */
public record InspectedSource(DiskImage image, List<ObjectVersion> members) implements AutoCloseable {
    public InspectedSource {
        members = List.copyOf(members);
    }

    public long sourceBytes() {
        return members.stream().mapToLong(ObjectVersion::sizeBytes).sum();
    }

    public boolean weakIdentity() {
        return members.stream().anyMatch(ObjectVersion::weak);
    }

    @Override
    public void close() {
        image.members().forEach(ByteSource::close);
    }
}
