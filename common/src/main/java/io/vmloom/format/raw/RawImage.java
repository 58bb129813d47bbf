package io.vmloom.format.raw;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.FlatCursor;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;

/** Every guest byte at its own file offset; what the source knows to be a hole is unallocated. */
record RawImage(ByteSource source) implements DiskImage {
    @Override
    public String format() {
        return RawFormat.NAME;
    }

    @Override
    public long virtualBytes() {
        return source.sizeBytes();
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
        return new FlatCursor(source, virtualBytes(), from);
    }
}
