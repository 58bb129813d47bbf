package io.vmloom.format.vdi;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.JoiningCursor;
import io.vmloom.extent.Parent;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.ByteSize;
import io.vmloom.unit.GuestOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image whose header was checked. Fixed images have a map too, and are read by it. */
record VdiImage(ByteSource source, VdiHeader header, ImageType type) implements DiskImage {
    private static final long JOINED_BYTES = 16 * ByteSize.GIB;

    @Override
    public String format() {
        return VdiFormat.NAME;
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

    /** A parent is known by its identifier alone: only VirtualBox's own register has file names. */
    @Override
    public Optional<Parent> parent() {
        return switch (type) {
            case DYNAMIC, FIXED -> Optional.empty();
            case UNDO, DIFFERENCING ->
                Optional.of(
                        new Parent.Identified(List.of(), identity(header.parentId(), header.parentModificationId())));
        };
    }

    @Override
    public List<String> identities() {
        return List.of(
                identity(header.imageId(), Identifier.NONE), identity(header.imageId(), header.modificationId()));
    }

    private static String identity(Identifier id, Identifier modification) {
        return "VDI image id " + id + (modification.isNone() ? "" : " in its state " + modification);
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
        return new JoiningCursor(new BlockMap(source, header), virtualBytes(), JOINED_BYTES, mappingUnitBytes(), from);
    }
}
