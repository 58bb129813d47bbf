package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Several disks, one behind the other.
 *
 * @param format of the whole
 * @param head files without content of their own, members before all others: a descriptor
 * @param details in display order
 */
public record ConcatenatedImage(
        String format, List<ByteSource> head, List<DiskImage> parts, Map<String, String> details) implements DiskImage {
    public ConcatenatedImage {
        head = List.copyOf(head);
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("nothing can not be concatenated");
        }
    }

    @Override
    public long virtualBytes() {
        return parts.stream().mapToLong(DiskImage::virtualBytes).reduce(0, Math::addExact);
    }

    @Override
    public List<ByteSource> members() {
        List<ByteSource> members = new ArrayList<>(head);
        parts.forEach(part -> members.addAll(part.members()));
        return members;
    }

    @Override
    public List<DiskImage> pieces() {
        return parts.stream().flatMap(part -> part.pieces().stream()).toList();
    }

    @Override
    public int compressedUnitBytes() {
        return parts.stream().mapToInt(DiskImage::compressedUnitBytes).max().orElse(1);
    }

    @Override
    public long mappingUnitBytes() {
        return parts.stream().mapToLong(DiskImage::mappingUnitBytes).min().orElse(1);
    }

    @Override
    public boolean keyIsProven() {
        return parts.stream().allMatch(DiskImage::keyIsProven);
    }

    @Override
    public Map<Integer, DiskCipher> ciphers() {
        return MemberCiphers.of(head, parts);
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new ConcatenatedCursor(head.size(), parts, from);
    }
}
