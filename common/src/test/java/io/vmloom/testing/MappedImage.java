package io.vmloom.testing;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image that is nothing but its map: what each block of a disk is, told block by block. */
public record MappedImage(long virtualBytes, int blockBytes, List<Mapping> blocks) implements DiskImage {
    @Override
    public String format() {
        return "mapped";
    }

    @Override
    public List<ByteSource> members() {
        return List.of();
    }

    @Override
    public int compressedUnitBytes() {
        return 1;
    }

    @Override
    public long mappingUnitBytes() {
        return blockBytes;
    }

    @Override
    public Map<String, String> details() {
        return Map.of();
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new ExtentCursor() {
            private long position = from.bytes();

            @Override
            public Optional<Extent> next() {
                if (position >= virtualBytes) {
                    return Optional.empty();
                }
                Extent next = at(position);
                position = next.end().bytes();
                return Optional.of(next);
            }
        };
    }

    /** What begins at a place, up to the end of its block. */
    public Extent at(long guestOffset) {
        long start = guestOffset / blockBytes * blockBytes;
        long end = Math.min(start + blockBytes, virtualBytes);
        return new Extent(new GuestOffset(start), end - start, blocks.get((int) (start / blockBytes)))
                .slice(guestOffset - start, end - guestOffset);
    }
}
