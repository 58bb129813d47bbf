package io.vmloom.format.vdi;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image whose header was checked. Fixed images have a map too, and are read by it. */
record VdiImage(ByteSource source, VdiHeader header, ImageType type) implements DiskImage {
    @Override
    public String format() {
        return VdiFormat.NAME;
    }

    /** Whole sectors: an old VirtualBox made disks of odd sizes, which qemu rounds up too. */
    @Override
    public long virtualBytes() {
        return Alignment.up(header.diskBytes(), HeaderChecks.SECTOR_BYTES);
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
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("version", VdiHeader.title(header.version()));
        details.put("type", type.title());
        details.put("block size", ByteSize.format(header.blockBytes()));
        details.put("allocated blocks", header.blocksAllocated() + " of " + header.blocks());
        details.put("image id", header.imageId().toString());
        if (!header.comment().isEmpty()) {
            details.put("comment", header.comment());
        }
        return Collections.unmodifiableMap(details);
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new BlockCursor(source, header, virtualBytes(), from.bytes());
    }
}
