package io.vmloom.extent;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;

/**
 * A run of a file as it is, as a disk or a piece of one; what the source knows to be a hole is unallocated.
 *
 * @param hostOffset where it begins; the file holds all of it
 */
public record FlatPart(ByteSource source, long hostOffset, long virtualBytes) implements DiskImage {
    /**
     * A run that another file tells of; throws {@link ImageException} when the file is too short for it.
     *
     * @param describedBy that other file
     */
    public static FlatPart described(ByteSource source, long hostOffset, long virtualBytes, String describedBy) {
        if (hostOffset > source.sizeBytes() - virtualBytes) {
            throw ImageException.invalid(
                    source.name(),
                    source.sizeBytes(),
                    "the file ends inside the extent of " + virtualBytes + " bytes at 0x" + Long.toHexString(hostOffset)
                            + " that " + describedBy + " describes");
        }
        return new FlatPart(source, hostOffset, virtualBytes);
    }

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
