package io.vmloom.format.parallels;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.JoiningCursor;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image file whose header was checked. */
record ParallelsImage(ByteSource source, ParallelsHeader header) implements DiskImage {
    private static final long JOINED_BYTES = 16 * ByteSize.GIB;

    @Override
    public String format() {
        return ParallelsFormat.NAME;
    }

    @Override
    public long virtualBytes() {
        return header.virtualBytes();
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
        return header.blockBytes();
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("signature", header.extended() ? ParallelsHeader.MAGIC_EXTENDED : ParallelsHeader.MAGIC);
        details.put("block size", ByteSize.format(header.blockBytes()));
        if (header.inUse()) {
            details.put("dirty", "yes: it was not closed properly; the last writes may be missing");
        }
        return details;
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new JoiningCursor(new ParallelsBlocks(source, header), virtualBytes(), JOINED_BYTES, from);
    }
}
