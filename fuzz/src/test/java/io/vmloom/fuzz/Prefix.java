package io.vmloom.fuzz;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The beginning of a disk, as far as its data is worth reading. */
record Prefix(DiskImage image, List<Extent> extents, long virtualBytes) implements DiskImage {
    private static final long DATA_BYTES = 1 << 20;

    /** Reading goes on range by range, and even an empty one has a limit. */
    private static final long GUEST_BYTES = 1L << 50;

    static Prefix of(DiskImage image, CheckedWalk walk) {
        return new Prefix(image, walk.extents(), Math.min(GUEST_BYTES, end(walk)));
    }

    private static long end(CheckedWalk walk) {
        long dataBytes = 0;
        for (Extent extent : walk.extents()) {
            dataBytes += extent.hasBytes() ? extent.lengthBytes() : 0;
            if (dataBytes > DATA_BYTES) {
                return extent.end().bytes() - Math.min(extent.lengthBytes(), dataBytes - DATA_BYTES);
            }
        }
        return walk.endOffset();
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        Iterator<Extent> left = extents.iterator();
        return () -> left.hasNext() ? inside(left.next()) : Optional.empty();
    }

    private Optional<Extent> inside(Extent extent) {
        long room = virtualBytes - extent.start().bytes();
        return room <= 0 ? Optional.empty() : Optional.of(extent.slice(0, Math.min(room, extent.lengthBytes())));
    }

    @Override
    public String format() {
        return image.format();
    }

    @Override
    public List<ByteSource> members() {
        return image.members();
    }

    @Override
    public Map<Integer, DiskCipher> ciphers() {
        return image.ciphers();
    }

    @Override
    public int compressedUnitBytes() {
        return image.compressedUnitBytes();
    }

    @Override
    public long mappingUnitBytes() {
        return image.mappingUnitBytes();
    }

    @Override
    public Map<String, String> details() {
        return image.details();
    }
}
