package io.vmloom.format.vhdx;

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
import java.util.UUID;

/** An opened disk, whose metadata and block table are those after a replay of the log. */
record VhdxImage(PatchedFile file, UUID dataWriteId, Regions.Region blockTable, Metadata metadata)
        implements DiskImage {
    private static final long JOINED_BYTES = 64 * ByteSize.GIB;

    @Override
    public String format() {
        return VhdxFormat.NAME;
    }

    @Override
    public long virtualBytes() {
        return metadata.virtualBytes();
    }

    @Override
    public List<ByteSource> members() {
        return List.of(file.source());
    }

    @Override
    public int compressedUnitBytes() {
        return 1;
    }

    @Override
    public long mappingUnitBytes() {
        return metadata.blockBytes();
    }

    @Override
    public Optional<Parent> parent() {
        return metadata.parent();
    }

    @Override
    public List<String> identities() {
        return List.of(ParentLocator.identity(dataWriteId));
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("subformat", subformat());
        details.put("block size", ByteSize.format(metadata.blockBytes()));
        details.put("logical sector", ByteSize.format(metadata.logicalSectorBytes()));
        details.put("physical sector", ByteSize.format(metadata.physicalSectorBytes()));
        details.put("log", file.overlay().isEmpty() ? "empty" : "replayed in memory");
        return Collections.unmodifiableMap(details);
    }

    private String subformat() {
        if (metadata.parent().isPresent()) {
            return "differencing";
        }
        return metadata.fixed() ? "fixed" : "dynamic";
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new JoiningCursor(
                new BlockTable(file, blockTable, metadata),
                metadata.virtualBytes(),
                JOINED_BYTES,
                mappingUnitBytes(),
                from);
    }
}
