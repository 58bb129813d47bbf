package io.vmloom.extent;

import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Optional;

/** Walks the disks one after the other. */
final class ConcatenatedCursor implements ExtentCursor {
    private final List<DiskImage> parts;
    private ExtentCursor cursor;
    private int part;
    private int firstMember;
    private long startBytes;

    ConcatenatedCursor(int firstMember, List<DiskImage> parts, GuestOffset from) {
        this.parts = parts;
        this.firstMember = firstMember;
        while (part < parts.size() - 1 && from.bytes() - startBytes >= current().virtualBytes()) {
            leavePart();
        }
        this.cursor = current().extents(new GuestOffset(from.bytes() - startBytes));
    }

    @Override
    public Optional<Extent> next() {
        Optional<Extent> next = cursor.next();
        while (next.isEmpty() && part < parts.size() - 1) {
            leavePart();
            cursor = current().extents(GuestOffset.ZERO);
            next = cursor.next();
        }
        return next.map(extent -> new Extent(
                extent.start().plus(startBytes),
                extent.lengthBytes(),
                extent.mapping().inMembersFrom(firstMember)));
    }

    private void leavePart() {
        startBytes += current().virtualBytes();
        firstMember += current().members().size();
        part++;
    }

    private DiskImage current() {
        return parts.get(part);
    }
}
