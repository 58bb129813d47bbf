package io.vmloom.extent;

import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;

/**
 * A run of a file as it is, as a piece of a disk.
 *
 * @param hostOffset where it begins; the file holds all of it
 */
public record FlatPart(ByteSource source, long hostOffset, long virtualBytes) implements DiskImage {
    @Override
    public String format() {
        return "raw";
    }

    @Override
    public List<ByteSource> members() {
        return List.of(source);
    }

    @Override
    public int compressedUnitBytes() {
        return 1;
    }

    @Override
    public long mappingUnitBytes() {
        return 1;
    }

    @Override
    public Map<String, String> details() {
        return Map.of();
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        FlatCursor file = new FlatCursor(source, hostOffset + virtualBytes, new GuestOffset(hostOffset + from.bytes()));
        return () -> file.next().map(extent -> moved(extent, hostOffset));
    }

    private static Extent moved(Extent extent, long hostOffset) {
        return new Extent(new GuestOffset(extent.start().bytes() - hostOffset), extent.lengthBytes(), extent.mapping());
    }
}
