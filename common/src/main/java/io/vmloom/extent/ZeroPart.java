package io.vmloom.extent;

import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of a disk that is zero and stands nowhere. */
public record ZeroPart(long virtualBytes) implements DiskImage {
    @Override
    public String format() {
        return "zero";
    }

    @Override
    public List<ByteSource> members() {
        return List.of();
    }

    @Override
    public List<DiskImage> pieces() {
        return List.of();
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
        return new ExtentCursor() {
            private long guestOffset = from.bytes();

            @Override
            public Optional<Extent> next() {
                if (guestOffset >= virtualBytes) {
                    return Optional.empty();
                }
                GuestOffset start = new GuestOffset(guestOffset);
                guestOffset = virtualBytes;
                return Optional.of(new Extent(start, virtualBytes - start.bytes(), Mapping.Zero.INSTANCE));
            }
        };
    }
}
