package io.vmloom.coordinator.pipeline;

import io.vmloom.extent.ChainImage;
import io.vmloom.extent.ConcatenatedImage;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.LayerImage;
import io.vmloom.extent.ZeroPart;
import io.vmloom.store.CompanionGate;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.unit.Alignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A source whose metadata was read.
 *
 * @param members the pinned versions behind {@link DiskImage#members()}, in the same order
 * @param origins the same as the user has them: in place of what was unpacked, the compressed file
 * @param files where they came through, closed with this
 */
public record InspectedSource(
        DiskImage image, List<ObjectVersion> members, List<ObjectVersion> origins, List<CompanionGate> files)
        implements AutoCloseable {
    /** As QEMU counts every disk. */
    private static final int SECTOR_BYTES = 512;

    public InspectedSource {
        members = List.copyOf(members);
        origins = List.copyOf(origins);
        files = List.copyOf(files);
    }

    /** One behind the other, each from a whole sector on. */
    static InspectedSource concatenated(List<InspectedSource> parts) {
        List<DiskImage> disks = new ArrayList<>();
        for (InspectedSource part : parts) {
            long begin = disks.stream().mapToLong(DiskImage::virtualBytes).reduce(0, Math::addExact);
            long gapBytes = Alignment.up(begin, SECTOR_BYTES) - begin;
            if (gapBytes > 0) {
                disks.add(new ZeroPart(gapBytes));
            }
            disks.add(part.image);
        }
        String format =
                parts.stream().map(part -> part.image.format()).distinct().collect(Collectors.joining("+"));
        Map<String, String> details = Map.of("sources", Integer.toString(parts.size()));
        return new InspectedSource(
                new ConcatenatedImage(format, List.of(), disks, details),
                flat(parts, InspectedSource::members),
                flat(parts, InspectedSource::origins),
                flat(parts, InspectedSource::files));
    }

    /** Whether all of it lies on this host. */
    boolean isOfFiles() {
        return members.stream().allMatch(member -> member.location() instanceof Location.OnDisk);
    }

    /** Both as one disk: what this one does not tell of is the lower one's, which is closed with this. */
    InspectedSource over(InspectedSource lower) {
        List<InspectedSource> both = List.of(this, lower);
        return new InspectedSource(
                new ChainImage(image, lower.image),
                flat(both, InspectedSource::members),
                flat(both, InspectedSource::origins),
                flat(both, InspectedSource::files));
    }

    /** The disk below a layer of this one, whose files stay this one's. */
    InspectedSource below(LayerImage layer) {
        int first = layer.chain().upper().members().size();
        return new InspectedSource(
                layer.chain().lower(),
                members.subList(first, members.size()),
                origins.subList(first, origins.size()),
                List.of());
    }

    private static <T> List<T> flat(List<InspectedSource> parts, Function<InspectedSource, List<T>> of) {
        return parts.stream().flatMap(part -> of.apply(part).stream()).toList();
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

    /** Of the files that the image lies in; of an archive its member counts. */
    public long memberBytes() {
        return bytes(IntStream.range(0, members.size())
                .mapToObj(member -> inArchive(members.get(member), origins.get(member)))
                .toList());
    }

    private static ObjectVersion inArchive(ObjectVersion member, ObjectVersion origin) {
        return member.location().equals(origin.location()) ? origin : member;
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
        files.forEach(CompanionGate::close);
    }
}
