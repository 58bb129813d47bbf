package io.vmloom.coordinator.pipeline;

import io.vmloom.extent.DiskImage;
import io.vmloom.store.CompanionGate;
import io.vmloom.store.ObjectVersion;
import java.util.List;

/**
 * A source whose metadata was read.
 *
 * @param members the pinned versions behind {@link DiskImage#members()}, in the same order
 * @param files where they came through, closed with this
 */
public record InspectedSource(DiskImage image, List<ObjectVersion> members, CompanionGate files)
        implements AutoCloseable {
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
        files.close();
    }
}
