package io.vmloom.coordinator.pipeline;

import io.vmloom.extent.ConcatenatedImage;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ZeroPart;
import io.vmloom.store.CompanionGate;
import io.vmloom.store.ObjectVersion;
import java.util.List;

/**
 * A source whose metadata was read.
 *
 * @param members the pinned versions behind {@link DiskImage#members()}, in the same order
 * @param origins the same as the user has them: in place of what was unpacked, the compressed file
 * @param files where they came through, closed with this
 */
public record InspectedSource(
        DiskImage image, List<ObjectVersion> members, List<ObjectVersion> origins, CompanionGate files)
        implements AutoCloseable {
    public InspectedSource {
        members = List.copyOf(members);
        origins = List.copyOf(origins);
    }

    /** The same with zeros behind the end of the disk, up to this size; not smaller than it is. */
    InspectedSource grownTo(long virtualBytes) {
        if (virtualBytes == image.virtualBytes()) {
            return this;
        }
        List<DiskImage> parts = List.of(image, new ZeroPart(virtualBytes - image.virtualBytes()));
        return new InspectedSource(
                new ConcatenatedImage(image.format(), List.of(), parts, image.details()), members, origins, files);
    }

    /** Of the files that the user gave. */
    public long sourceBytes() {
        return bytes(origins);
    }

    /** Of the files that the image lies in. */
    public long memberBytes() {
        return bytes(members);
    }

    /** A file may stand for several pieces of a disk, and is there once. */
    private static long bytes(List<ObjectVersion> files) {
        return files.stream().distinct().mapToLong(ObjectVersion::sizeBytes).sum();
    }

    public boolean weakIdentity() {
        return origins.stream().anyMatch(ObjectVersion::weak);
    }

    @Override
    public void close() {
        files.close();
    }
}
